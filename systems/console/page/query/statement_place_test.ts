import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { placeOf, placeText } from "./statement_place.ts";

const STATEMENT = "SELECT *\nFROM b\nWHERE x";

Deno.test("placeOf() finds the place that a driver names, as line and column or as a position", () => {
  deepStrictEqual(placeOf("syntax error at line 2, column 6", STATEMENT), { line: 2, column: 6 });
  deepStrictEqual(placeOf("LINE 3: WHERE x\n              ^", STATEMENT), { line: 3, column: null });
  deepStrictEqual(placeOf("Unexpected x at 3:7", STATEMENT), { line: 3, column: 7 });
  deepStrictEqual(placeOf("error near position 15", STATEMENT), { line: 2, column: 6 });
  deepStrictEqual(placeOf("Syntax error at 14: expected a name", STATEMENT), { line: 2, column: 6 });
});

Deno.test("placeOf() gives no place that the statement lacks, and none for other numbers", () => {
  for (const message of ["line 9", "position 900", "Deadline 2 was missed", "3 rows", "position 0"]) {
    strictEqual(placeOf(message, STATEMENT), null, message);
  }
  strictEqual(placeText({ line: 2, column: null }), "line 2");
});
