import { deepStrictEqual, equal } from "node:assert/strict";
import type { JsonObject } from "../json/json.ts";
import type { Action, ModelDefinition, Rule } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import { ANONYMOUS, type Caller, OPEN } from "./caller.ts";
import { allowance, holds, mayChange } from "./rules.ts";

const user = (subject: string, others: Partial<Caller> = {}): Caller => {
  return { ...ANONYMOUS, kind: "token", actor: `user:${subject}`, subject, ...others };
};
const CALLERS: Readonly<Record<string, Caller>> = {
  open: OPEN,
  anonymous: ANONYMOUS,
  ann: user("ann"),
  bob: user("bob"),
  editor: user("eve", { roles: ["editor"] }),
  reader: user("ann", { grants: [{ model: "post", action: "read" }] }),
  stranger: user("ann", { grants: [{ model: "other", action: "*" }] }),
  admin: user("root", { isAdmin: true }),
};

function post(rule: Rule | null): ModelDefinition {
  const actions: Action[] = ["list", "read", "create", "update", "delete", "history", "subscribe"];
  return {
    id: "post",
    version: 1,
    fields: { author: { type: "String" }, team: { type: "String" }, views: { type: "Int" }, any: { type: "JSON" } },
    ownerField: "author",
    ...(rule === null ? {} : { rules: Object.fromEntries(actions.map((action) => [action, rule])) }),
  };
}

function instance(data: JsonObject): Instance {
  return { id: "a", revision: 1, modelVersion: 1, createdAt: "", updatedAt: "", data };
}

const ANNS = instance({ author: "ann", team: "editor", views: 1 });
const UNOWNED = instance({ author: null, views: 9 });

/** The callers that may read the instance of ann, and one without an owner. */
const TABLE: readonly (readonly [Rule | null, anns: string, unowned: string])[] = [
  [null, "open admin", "open admin"],
  ["public", "open anonymous ann bob editor reader admin", "open anonymous ann bob editor reader admin"],
  ["user", "open ann bob editor reader admin", "open ann bob editor reader admin"],
  ["owner", "open ann reader admin", "open admin"],
  ["admin", "open admin", "open admin"],
  ["none", "open", "open"],
  [["none", "none"], "open", "open"],
  ["role:editor", "open editor admin", "open editor admin"],
  [["role:editor", ["owner"]], "open ann editor reader admin", "open editor admin"],
  [{ if: { views: { lt: 5 } } }, "open anonymous ann bob editor reader admin", "open admin"],
  [{ if: { author: "$actor.sub" } }, "open ann reader admin", "open admin"],
  [{ if: { not: { author: "$actor.sub" } } }, "open bob editor admin", "open ann bob editor reader admin"],
  [{ if: { team: { in: "$actor.roles" } } }, "open editor admin", "open admin"],
];

for (const [rule, anns, unowned] of TABLE) {
  Deno.test(`allowance() of the rule ${JSON.stringify(rule)} has the instances of its callers`, () => {
    const definition = post(rule);
    for (const [wanted, one] of [[anns, ANNS], [unowned, UNOWNED]] as const) {
      const names = Object.entries(CALLERS).filter(([, caller]) => {
        return holds(definition, allowance(caller, definition, "read"), one);
      }).map(([name]) => name);
      equal(names.join(" "), wanted);
    }
  });
}

Deno.test("mayChange() lets owners create, change and delete what stays their own", () => {
  const definition = post("owner"), ann = CALLERS.ann!, bobs = instance({ author: "bob" });
  for (
    const [before, after, wanted] of [
      [null, ANNS, true],
      [null, bobs, false],
      [null, UNOWNED, false],
      [ANNS, ANNS, true],
      [ANNS, bobs, false],
      [bobs, ANNS, false],
      [UNOWNED, ANNS, false],
      [ANNS, null, true],
      [bobs, null, false],
    ] as const
  ) {
    equal(mayChange(ann, definition, before, after), wanted);
    equal(mayChange(CALLERS.admin!, definition, before, after), true);
    equal(mayChange(ANONYMOUS, definition, before, after), false);
  }
});

Deno.test("mayChange() compares what is there with new data, and never takes an object of the request as operators", () => {
  const growing = post({ if: { views: { lte: "$data.views" } } }), short = post({ if: { views: "$data.any" } });
  const views = (count: number) => instance({ views: count });
  equal(mayChange(ANONYMOUS, growing, views(3), views(4)), true);
  equal(mayChange(ANONYMOUS, growing, views(3), views(2)), false);
  equal(mayChange(ANONYMOUS, short, views(3), instance({ any: 3 })), true);
  equal(mayChange(ANONYMOUS, short, views(3), instance({ any: { lt: 5 } })), false);
  deepStrictEqual(allowance(ANONYMOUS, growing, "update"), "all");
  deepStrictEqual(allowance(ANONYMOUS, post({ if: { author: "$actor.sub", views: "$data.views" } }), "update"), "none");
});

Deno.test("mayChange() holds keys to the models and actions that they are limited to", () => {
  const definition = post("user");
  for (const name of ["reader", "stranger"]) {
    equal(mayChange(CALLERS[name]!, definition, null, ANNS), false);
    equal(allowance(CALLERS[name]!, definition, "update"), "none");
  }
});
