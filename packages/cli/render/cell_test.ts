import { equal } from "node:assert/strict";
import type { Value } from "@fluxwire/wire";
import { cellText, rawText } from "./cell.ts";

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

Deno.test("cellText() tells the text NULL from no value", () => {
  equal(cellText("NULL"), '"NULL"');
  equal(cellText('"NULL"'), '""NULL""');
  equal(cellText("null"), "null");
  equal(cellText(""), "");
});

Deno.test("cellText() shows control characters and the controls of text direction, and keeps the whole text", () => {
  equal(cellText("a\n\x1b[2Jb"), "a\\u000a\\u001b[2Jb");
  equal(cellText("exe\u202ecod"), "exe\\u202ecod");
  equal(cellText("x".repeat(100_000)).length, 100_000);
});

Deno.test("rawText() leaves a text as it is, and has nothing for no value", () => {
  equal(rawText("a\n\u202eb"), "a\n\u202eb");
  equal(rawText("NULL"), "NULL");
  equal(rawText(null), "");
});
