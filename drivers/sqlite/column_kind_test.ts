import { deepStrictEqual } from "node:assert/strict";
import { columnKind } from "./column_kind.ts";

Deno.test("columnKind() knows the names that DBFlux's own driver knows", () => {
  const types = ["INTEGER", "real", "DECIMAL(10,2)", "datetime", "varchar (20)", "INT", "", null];
  deepStrictEqual(types.map(columnKind), [
    "Integer",
    "Float",
    "Float",
    "Timestamp",
    "Text",
    "Unknown",
    "Unknown",
    "Unknown",
  ]);
});
