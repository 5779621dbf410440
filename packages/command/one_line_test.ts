import { equal, ok } from "node:assert/strict";
import { threadMs } from "../../tests/thread_time.ts";
import { oneLine } from "./one_line.ts";

Deno.test("oneLine() keeps a message on its line and a terminal unharmed", () => {
  equal(oneLine("a\r\n  b\n\nc\x1b[2J\0"), "a b c\\u001b[2J\\u0000");
  equal(oneLine("exe\u202ecod\u2028x"), "exe\\u202ecod\\u2028x");
});

Deno.test("oneLine() shows the controls of text direction", () => {
  equal(oneLine("user\u202egnp.exe \u2066x\u2069\u200f"), "user\\u202egnp.exe \\u2066x\\u2069\\u200f");
});

Deno.test("oneLine() reads a text in time that grows with it alone", () => {
  const startedMs = threadMs();
  for (const blank of [" ", "\t \v", "\n ", " x"]) oneLine(`${blank.repeat(500_000)}x`);
  ok(threadMs() - startedMs < 5_000);
  equal(oneLine("\n a\r \n \nb  c \n"), " a b  c ");
});
