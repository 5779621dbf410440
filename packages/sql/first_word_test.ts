import { ok, strictEqual } from "node:assert/strict";
import { threadMs } from "../../tests/thread_time.ts";
import { firstWord } from "./first_word.ts";

Deno.test("firstWord() finds the first word or sign behind blanks, comments and empty statements", () => {
  const found = {
    "commit": "COMMIT",
    "/* a */ -- b\n\tCall x": "CALL",
    "  (SELECT 1)": "(",
    " ;; commit": "COMMIT",
    "/* a /* b */ c */ COMMIT": "COMMIT",
    "-- a\rCOMMIT": "COMMIT",
    "/* /* */ open": "",
    "/* open": "",
    "-- open": "",
    "/* a /* b */ open": "",
    " ;\n; -- a\n;commit": "COMMIT",
    "/* a /* b */ */commit": "COMMIT",
    "/*/ commit */end": "END",
    "-- a\rcommit": "COMMIT",
    "": "",
  };
  for (const [text, word] of Object.entries(found)) strictEqual(firstWord(text), word, text);
});

Deno.test("firstWord() reads a text in time that grows with it alone", () => {
  const startedAt = threadMs();
  strictEqual(firstWord(`${"/**/ ".repeat(200_000)}/*${"* /**/".repeat(300_000)}*/COMMIT`), "COMMIT");
  ok(threadMs() - startedAt < 2_000);
});
