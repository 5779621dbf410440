import { deepStrictEqual } from "node:assert/strict";
import { columnKind } from "./column_kind.ts";

Deno.test("columnKind() goes by what a declared type contains, as DBFlux's own driver does", () => {
  const kinds = Object.entries({
    Integer: ["INTEGER", "INT", "BIGINT", "unsigned big int", "POINT", "TINYINT(1)"],
    Float: ["real", "DOUBLE", "DOUBLE PRECISION", "FLOAT", "NUMERIC", "DECIMAL(10,2)"],
    Timestamp: ["datetime", "DATE", "TIMESTAMP", "time"],
    Text: ["varchar (20)", "CHAR(3)", "TEXT", "CLOB", "NATIVE CHARACTER(70)"],
    Unknown: ["", "BLOB", "ANY", "BOOLEAN", null],
  });
  for (const [kind, types] of kinds) {
    deepStrictEqual(types.map(columnKind), types.map(() => kind));
  }
});
