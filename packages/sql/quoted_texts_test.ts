import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { threadMs } from "../../tests/thread_time.ts";
import { quotedTexts } from "./quoted_texts.ts";

Deno.test("quotedTexts() gives texts in quotes and between dollars, and none of comments and quoted names", () => {
  const statement = `-- it's\nSELECT 'a''b', "c'd", /* 'e' */ $$f'g$$, $x$h$$i$x$, '' AS "it's"`;
  deepStrictEqual(quotedTexts(statement), ["a'b", "f'g", "h$$i", ""]);
  deepStrictEqual(quotedTexts("SELECT a$x$, 'it''s', $1, $2, 'open"), ["it's", "open"]);
});

Deno.test("quotedTexts() reads a statement of megabytes once, with any quote left open", () => {
  strictEqual(quotedTexts(`SELECT '${"x''".repeat(1_000_000)}'`)[0]!.length, 2_000_000);
  const startedAt = threadMs();
  for (const part of ["/*", "'", '"', "--", "$$ ", "''", " '", "$a", " $a$ $b$"]) quotedTexts(part.repeat(1_000_000));
  for (const name of ["'", '"', "/*", "$$", "$a$"]) quotedTexts(`SELECT ${name}${"x ".repeat(1_000_000)}`);
  let tags = "";
  for (let tag = 0; tag < 200_000; tag++) tags += ` $t${tag}$`;
  quotedTexts(tags);
  const ms = threadMs() - startedAt;
  ok(ms < 20_000, `${ms} ms`);
});
