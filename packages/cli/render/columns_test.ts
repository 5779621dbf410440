import { deepEqual } from "node:assert/strict";
import { columnLines } from "./columns.ts";

Deno.test("columnLines() aligns cells and leaves out what is empty in every row", () => {
  deepEqual(columnLines([["a", "", "日本", "x"], ["long", "", "b", ""]]), ["a     日本  x", "long  b"]);
  deepEqual(columnLines([]), []);
});
