import { deepStrictEqual, ok } from "node:assert/strict";
import { filesOf, read } from "../documents/tree.ts";
import { refusedIn } from "./find.ts";
import { REFUSED } from "./refused.ts";

/** Every file with texts that people read: comments, help, hints, errors, documents and descriptions. */
const TEXTS = /\.(ts|js|mjs|rs|md|toml|json|txt|lua|expected)$/;

/** The list itself. */
const LIST = "tests/english/refused.ts";

/** A phrase of the list with its first alternatives. */
function plainly(words: string): string {
  return words.replaceAll(/\(([^|)]*)[^)]*\)/g, "$1");
}

Deno.test("refusedIn() finds every phrase of the list, in a line, over lines of comments, and as a sentence's beginning", () => {
  for (const [words] of REFUSED) {
    const phrase = plainly(words);
    const start = phrase[0]!.toUpperCase() + phrase.slice(1);
    const [first, ...rest] = phrase.split(" ");
    ok(refusedIn(`// a b\n/** It ${phrase} x. */`).some(({ line }) => line === 2), phrase);
    ok(refusedIn(`//! ${start} x.`).length > 0, phrase);
    if (rest.length === 0) continue;
    for (const leader of ["\n * ", "\n  // ", "\n/// ", "\n//! ", "\n", '" +\n      "']) {
      ok(refusedIn(`/** It ${first}${leader}${rest.join(" ")} x. */`).length > 0, `${phrase} over ${leader}`);
    }
  }
});

Deno.test("refusedIn() leaves parts of words, names and SQL alone", () => {
  deepStrictEqual(refusedIn("SELECT a WHERE NOT b; somebodyElse; the shell"), []);
});

Deno.test("no text of the repository has a phrase that a reader stumbles over", () => {
  const files = filesOf(TEXTS).filter((path) => path !== LIST);
  ok(files.includes("README.md") && files.includes("packages/wire/dto.ts") && files.includes("codec-rs/src/lib.rs"));
  const found = files.flatMap((path) =>
    refusedIn(read(path)).map(({ line, words, better }) => `${path}:${line}: "${words}"; better: ${better}`)
  );
  deepStrictEqual(found, []);
});
