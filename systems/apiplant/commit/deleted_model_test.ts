import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { modelRules } from "../model/rules.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import type { AppendResult } from "../storage/roles.ts";
import type { ModelRules } from "./rules.ts";
import { CoreDouble } from "./testing/core_double.ts";

const USER = { id: "user", fields: { name: { type: "String" } }, idKind: "any" } as const;
const POST = { id: "post", fields: { author: { type: "Reference", model: "user" } }, idKind: "any" } as const;

/** The rules of a server; `later` runs once, when a definition has been checked and is not decided yet. */
function rulesWith(later: () => Promise<unknown>): ModelRules {
  const rules = modelRules({ pageMax: 50 });
  let left = 1;
  return {
    ...rules,
    change: async (...change) => {
      await rules.change(...change);
      if (change[1].id === "post" && left-- === 1) await later();
    },
  };
}

Deno.test("G3: a model that refers to one deleted meanwhile is refused", async () => {
  const double: CoreDouble = await CoreDouble.start({
    rules: rulesWith(() => double.write({ op: "deleteModel", model: "user", force: false })),
  });
  await using _closed = double;
  await double.define(USER);
  await rejects(double.define(POST), { code: "validation" });
  deepStrictEqual(await double.kinds(), ["model.created", "model.deleted"]);
});

/** A log whose next append waits until the test releases it. */
class HeldLog extends MemoryEventStorage {
  #held: { reached: () => void; released: Promise<void> } | null = null;

  /** Makes the next append wait; `reached` resolves when it does. */
  hold(): { reached: Promise<void>; release: () => void } {
    const reached = Promise.withResolvers<void>(), released = Promise.withResolvers<void>();
    this.#held = { reached: reached.resolve, released: released.promise };
    return { reached: reached.promise, release: released.resolve };
  }

  override async append(...call: Parameters<MemoryEventStorage["append"]>): Promise<AppendResult> {
    const held = this.#held;
    this.#held = null;
    held?.reached();
    await held?.released;
    return await super.append(...call);
  }
}

/** Makes the second change ready while the first is on its way into the log. */
async function overtaken<One, Other>(
  double: CoreDouble,
  log: HeldLog,
  first: () => Promise<One>,
  second: () => Promise<Other>,
): Promise<[PromiseSettledResult<One>, PromiseSettledResult<Other>]> {
  const { reached, release } = log.hold(), one = first();
  await reached;
  const other = second();
  while (double.core.committer.queued === 0) await Promise.resolve();
  release();
  return await Promise.allSettled([one, other]);
}

Deno.test("G3: a model is not deleted if another has come to refer to it meanwhile", async () => {
  const log = new HeldLog();
  await using double = await CoreDouble.start({ log, rules: modelRules({ pageMax: 50 }) });
  await double.define(USER);
  const [defined, deleted] = await overtaken(
    double,
    log,
    () => double.define(POST),
    () => double.write({ op: "deleteModel", model: "user", force: false }),
  );
  strictEqual(defined.status, "fulfilled");
  strictEqual(deleted.status === "rejected" && deleted.reason.code, "referenced");
  deepStrictEqual(double.core.state.models().map(({ definition }) => definition.id), ["post", "user"]);
});

Deno.test("G3: a forced deletion of a model also takes the references that came meanwhile", async () => {
  const log = new HeldLog();
  await using double = await CoreDouble.start({ log, rules: modelRules({ pageMax: 50 }) });
  await double.define(USER);
  await double.define(POST);
  await double.write({ op: "create", model: "user", id: "u", data: {} });
  await overtaken(
    double,
    log,
    () => double.write({ op: "create", model: "post", id: "p", data: { author: "u" } }),
    () => double.write({ op: "deleteModel", model: "user", force: true }),
  );
  strictEqual((await double.core.state.get("post", "p"))?.data["author"], null);
  strictEqual(double.core.state.model("user"), null);
});

Deno.test("G3: an instance of a model deleted while its hook runs is refused, and one that refers to such a model", async () => {
  const double: CoreDouble = await CoreDouble.start({
    rules: modelRules({ pageMax: 50 }),
    pre: async ({ model }) => {
      const target = model.definition.id === "post" ? "user" : "note";
      if (double.core.state.model(target) === null) return undefined;
      await double.write({ op: "deleteModel", model: target, force: true });
    },
  });
  await using _closed = double;
  await double.define({ id: "note", fields: {} }, ["preCreate"]);
  await rejects(double.write({ op: "create", model: "note", data: {} }), { code: "not_found" });
  await double.define(USER);
  await double.define(POST, ["preCreate"]);
  await double.write({ op: "create", model: "user", id: "u", data: {} });
  await rejects(double.write({ op: "create", model: "post", id: "p", data: { author: "u" } }), { code: "validation" });
  strictEqual(await double.core.state.get("post", "p"), null);
});
