import { deepStrictEqual } from "node:assert/strict";
import type { Action, Rule } from "../model/definition.ts";
import { ALL_ACTIONS, keyFor, OTHER, OWN, servedWith, SURFACES } from "./testing/surfaces.ts";

/** The callers of the table, by the scopes of their keys; `null` for none. */
const CALLERS: Readonly<Record<string, readonly string[] | null>> = {
  anonymous: null,
  ann: [],
  editor: ["role:editor"],
  limited: ["note:*"],
  boss: ["admin"],
};

const BOTH = [OWN, OTHER];

/** What each caller reaches by each rule. */
const TABLE: readonly (readonly [Rule | null, Readonly<Record<string, readonly string[]>>])[] = [
  [null, { boss: BOTH }],
  ["public", { anonymous: BOTH, ann: BOTH, editor: BOTH, boss: BOTH }],
  ["user", { ann: BOTH, editor: BOTH, boss: BOTH }],
  ["owner", { ann: [OWN], boss: BOTH }],
  ["role:editor", { editor: BOTH, boss: BOTH }],
  ["admin", { boss: BOTH }],
  ["none", {}],
  [["owner", "role:editor"], { ann: [OWN], editor: BOTH, boss: BOTH }],
  [{ if: { team: OTHER } }, { anonymous: [OTHER], ann: [OTHER], editor: [OTHER], boss: BOTH }],
  [{ if: { author: "$actor.sub" } }, { ann: [OWN], boss: BOTH }],
];

function everywhere(rule: Rule | null): Partial<Record<Action, Rule>> {
  return rule === null ? {} : Object.fromEntries(ALL_ACTIONS.map((action) => [action, rule]));
}

for (const [rule, reaches] of TABLE) {
  Deno.test(`the rule ${JSON.stringify(rule)} holds on every surface`, async () => {
    await using server = await servedWith(everywhere(rule));
    for (const [caller, scopes] of Object.entries(CALLERS)) {
      const key = scopes === null ? null : await keyFor(server, caller, scopes);
      for (const { name, reached } of SURFACES) {
        const ids = await reached(server, key), wanted = reaches[caller] ?? [];
        deepStrictEqual(
          [...ids].toSorted().filter((id) => BOTH.includes(id)),
          [...wanted].toSorted(),
          `${caller}: ${name}`,
        );
      }
    }
  });
}

Deno.test("each surface takes the rules of its own actions, and no others", async () => {
  for (const { name, actions, reached } of SURFACES) {
    const only = Object.fromEntries(ALL_ACTIONS.map((one) => [one, actions.includes(one) ? "public" : "none"]));
    await using open = await servedWith(only);
    deepStrictEqual(
      [...await reached(open, null)].toSorted().filter((id) => BOTH.includes(id)),
      [...BOTH].toSorted(),
      name,
    );
    for (const action of actions) {
      await using closed = await servedWith({ ...everywhere("public"), [action]: "none" });
      deepStrictEqual(await reached(closed, null), [], `${name} without ${action}`);
    }
  }
});
