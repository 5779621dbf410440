import { deepStrictEqual, rejects } from "node:assert/strict";
import { modelRules } from "../model/rules.ts";
import type { ModelRules } from "./rules.ts";
import { CoreDouble } from "./testing/core_double.ts";

const ITEM = { id: "item", fields: { size: { type: "Int" } }, idKind: "any" } as const;

Deno.test("G3: a definition is refused if instances that were made meanwhile do not allow it", async () => {
  const rules = modelRules({ pageMax: 50 });
  let changes = 0;
  /** Once the change has been checked, and before it is decided, two instances come that it does not allow. */
  const overtaken: ModelRules = {
    ...rules,
    change: async (before, after, state) => {
      await rules.change(before, after, state);
      if (before === null || changes++ > 0) return;
      await double.write({ op: "create", model: "item", id: "a", data: { size: 1 } });
      await double.write({ op: "create", model: "item", id: "b", data: { size: 1 } });
    },
  };
  const double: CoreDouble = await CoreDouble.start({ rules: overtaken });
  await using _closed = double;
  await double.define(ITEM);
  const body = { fields: { size: { type: "Int", unique: true } } };
  await rejects(double.write({ op: "updateModel", model: "item", body, patch: true }), { code: "migration" });
  deepStrictEqual(await double.kinds(), ["model.created", "instance.created", "instance.created"]);
});
