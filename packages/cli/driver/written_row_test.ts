import { deepEqual, throws } from "node:assert/strict";
import { assignment } from "../command/plain_value.ts";
import { deleteOf, insertOf, patchOf } from "./written_row.ts";

const column = (name: string, typeName: string) => ({ name, typeName, nullable: true, isPrimaryKey: name === "id" });
const TABLE = { schema: "main", name: "stars", columns: [column("id", "INTEGER"), column("zip", "VARCHAR(9)")] };

Deno.test("insertOf() sends numbers as text to a column of text, unless a type stands before them", () => {
  const columnTypes = ["INTEGER", "VARCHAR(9)"];
  const base = { table: "stars", schema: "main", columns: ["id", "zip"], columnTypes };
  deepEqual(insertOf(TABLE, ["id=5", "zip=00123"].map(assignment)), { ...base, values: [5n, "00123"] });
  deepEqual(insertOf(TABLE, ["id=5", "zip=5"].map(assignment)), { ...base, values: [5n, "5"] });
  deepEqual(insertOf(TABLE, ["id=5", "zip=int:5"].map(assignment)), { ...base, values: [5n, 5n] });
  deepEqual(insertOf(TABLE, ["id=5", "zip=null"].map(assignment)), { ...base, values: [5n, null] });
});

Deno.test("insertOf() sends no types for a table whose columns are unknown", () => {
  deepEqual(insertOf({ ...TABLE, columns: null }, [assignment("a=1")]), {
    table: "stars",
    schema: "main",
    columns: ["a"],
    values: [1n],
    columnTypes: null,
  });
});

Deno.test("patchOf() and deleteOf() name the row by its key", () => {
  const identity = { type: "Composite", columns: ["id"], values: [5n] };
  deepEqual(patchOf(TABLE, [assignment("id=5")], [assignment("zip=x")]), {
    table: "stars",
    schema: "main",
    identity,
    changes: [["zip", "x"]],
    changeTypes: ["VARCHAR(9)"],
  });
  deepEqual(deleteOf(TABLE, [assignment("id=5")]), { table: "stars", schema: "main", identity });
});

Deno.test("insertOf() refuses a column that the table does not have", () => {
  throws(() => insertOf(TABLE, [assignment("zipp=1")]), /^UsageError: Unknown column: zipp; did you mean zip\?$/);
});
