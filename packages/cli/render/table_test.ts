import { deepEqual, equal, ok } from "node:assert/strict";
import type { ColumnMeta, Value } from "@fluxwire/wire";
import { fittedTable } from "./table.ts";
import { width } from "./width.ts";

function columns(...names: string[]): ColumnMeta[] {
  return names.map((name) => ({ name, typeName: "TEXT", nullable: true, isPrimaryKey: false }));
}

Deno.test("fittedTable() aligns text to the left and numbers to the right", () => {
  const rows: Value[][] = [["a", 1n, 1.5], ["long", 200n, null]];
  deepEqual(fittedTable({ columns: columns("name", "n", "x"), rows }), [
    "name    n     x",
    "----  ---  ----",
    "a       1   1.5",
    "long  200  NULL",
  ]);
});

Deno.test("fittedTable() shows the columns of no rows", () => {
  deepEqual(fittedTable({ columns: columns("key", "value"), rows: [] }), ["key  value", "---  -----"]);
});

Deno.test("fittedTable() counts wide characters as two columns and marks as none", () => {
  deepEqual(fittedTable({ columns: columns("a", "b"), rows: [["日本", "x"], ["e\u0301", "y"]] }), [
    "a     b",
    "----  -",
    "日本  x",
    "e\u0301     y",
  ]);
});

Deno.test("fittedTable() paints cells without a value only", () => {
  const paintNull = (text: string) => `<${text}>`;
  deepEqual(fittedTable({ columns: columns("a"), rows: [["NULL"], [null]] }, { paintNull })!.slice(2), [
    '"NULL"',
    "<NULL  >",
  ]);
});

Deno.test("fittedTable() wraps the longest columns, and every line fits into 60 columns", () => {
  const rows: Value[][] = [[1n, "word ".repeat(20).trim(), "日本語🙂".repeat(10)], [2n, "short", null]];
  const lines = fittedTable({ columns: columns("id", "note", "name"), rows }, { maxWidth: 60 })!;
  for (const line of lines) ok(width(line) <= 60, line);
  const text = lines.slice(2).join("");
  equal(text.match(/word/g)!.length, 20);
  equal(text.match(/[日本語🙂]/gu)!.length, 40);
  ok(lines.length > 6);
});

Deno.test("fittedTable() leaves what fits, and a single column of any length, on one line", () => {
  const rows: Value[][] = [["x".repeat(500)]];
  deepEqual(fittedTable({ columns: columns("a"), rows }, { maxWidth: 60 })![2], "x".repeat(500));
  deepEqual(fittedTable({ columns: columns("a", "b"), rows: [[1n, 2n]] }, { maxWidth: 60 }), ["a  b", "-  -", "1  2"]);
});

Deno.test("fittedTable() breaks no number while a text can be broken instead", () => {
  const rows: Value[][] = [[9007199254740993n, "a text of more than thirty columns", 1.5]];
  const table = { columns: columns("id", "note", "x"), rows };
  deepEqual(fittedTable(table, { maxWidth: 40 })!.slice(2), [
    "9007199254740993  a text of more     1.5",
    "                  than thirty",
    "                  columns",
  ]);
  deepEqual(fittedTable(table, { maxWidth: 25 })!.slice(2, 4), ["900719925  a text of  1.5", "  4740993  more than"]);
});

Deno.test("fittedTable() draws no rule that is wider than the terminal", () => {
  const rows: Value[][] = [["x".repeat(500)]];
  equal(fittedTable({ columns: columns("a"), rows }, { maxWidth: 60 })![1], "-".repeat(60));
  equal(fittedTable({ columns: columns("a"), rows })![1], "-".repeat(500));
});

Deno.test("fittedTable() gives up for more columns than fit, and cuts a cell of more than 20 lines", () => {
  const many = columns(..."abcdefgh");
  const row = many.map(() => "a long text in a cell");
  equal(fittedTable({ columns: many, rows: [row] }, { maxWidth: 60 }), null);
  const lines = fittedTable({ columns: columns("a", "b"), rows: [["x".repeat(10_000), 1n]] }, { maxWidth: 60 })!;
  equal(lines.length, 2 + 21);
  equal(lines.at(-1), "…");
});
