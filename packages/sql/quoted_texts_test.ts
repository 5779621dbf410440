import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { quotedTexts } from "./quoted_texts.ts";

Deno.test("quotedTexts() gives texts in quotes and between dollars, and none of comments and quoted names", () => {
  const statement = `-- it's\nSELECT 'a''b', "c'd", /* 'e' */ $$f'g$$, $x$h$$i$x$, '' AS "it's"`;
  deepStrictEqual(quotedTexts(statement), ["a'b", "f'g", "h$$i", ""]);
  deepStrictEqual(quotedTexts("SELECT 'open"), []);
});

Deno.test("quotedTexts() reads texts of megabytes", () => {
  const long = "x''".repeat(1_000_000);
  strictEqual(quotedTexts(`SELECT '${long}'`)[0]!.length, 2_000_000);
});
