import { deepEqual } from "node:assert/strict";
import { columnLines } from "./columns.ts";

Deno.test("columnLines() aligns cells and leaves out what is empty in every row", () => {
  deepEqual(columnLines([["a", "", "日本", "x"], ["long", "", "b", ""]]), ["a     日本  x", "long  b"]);
  deepEqual(columnLines([]), []);
});

Deno.test("columnLines() goes on in further lines with the last cell, within a width", () => {
  const rows = [["name", "first"], ["other name", "words that are longer than the terminal is wide"]];
  deepEqual(columnLines(rows, 40), [
    "name        first",
    "other name  words that are longer than",
    "            the terminal is wide",
  ]);
  deepEqual(columnLines(rows, 10)[1], "other name  words that are");
  deepEqual(columnLines(rows)[1], "other name  words that are longer than the terminal is wide");
});
