import { deepEqual, equal } from "node:assert/strict";
import type { ColumnMeta, Value } from "@fluxwire/wire";
import { cellText, tableLines, width } from "./table.ts";

function columns(...names: string[]): ColumnMeta[] {
  return names.map((name) => ({ name, typeName: "TEXT", nullable: true, isPrimaryKey: false }));
}

Deno.test("tableLines() aligns text to the left and numbers to the right", () => {
  const rows: Value[][] = [["a", 1n, 1.5], ["long", 200n, null]];
  deepEqual(tableLines({ columns: columns("name", "n", "x"), rows }), [
    "name    n     x",
    "----  ---  ----",
    "a       1   1.5",
    "long  200  NULL",
  ]);
});

Deno.test("tableLines() shows the columns of no rows", () => {
  deepEqual(tableLines({ columns: columns("key", "value"), rows: [] }), ["key  value", "---  -----"]);
});

Deno.test("tableLines() counts wide characters as two columns and marks as none", () => {
  deepEqual(tableLines({ columns: columns("a", "b"), rows: [["日本", "x"], ["e\u0301", "y"]] }), [
    "a     b",
    "----  -",
    "日本  x",
    "e\u0301     y",
  ]);
  equal(width("🙂"), 2);
});

Deno.test("cellText() has a text for every kind of value", () => {
  equal(cellText(null), "NULL");
  equal(cellText(true), "true");
  equal(cellText(2n ** 62n), "4611686018427387904");
  equal(cellText(NaN), "NaN");
  equal(cellText(Uint8Array.of(0, 255)), "0x00ff");
  equal(cellText([1n, "a"]), '[1,"a"]');
  equal(cellText(new Map<string, Value>([["k", [null]]])), '{"k":[null]}');
  equal(cellText({ type: "Decimal", value: "1.10" }), "1.10");
});

Deno.test("cellText() escapes control characters and cuts what is long", () => {
  equal(cellText("a\n\x1b[2Jb"), "a\\u000a\\u001b[2Jb");
  equal(cellText("x".repeat(61)), `${"x".repeat(59)}…`);
  equal(cellText("x".repeat(60)), "x".repeat(60));
  equal(cellText("x".repeat(1_000_000)).length, 60);
});
