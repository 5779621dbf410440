import { deepStrictEqual } from "node:assert/strict";

const FOLDER = new URL(".", import.meta.url);
const RULES = new URL("../../../docs/jumpstarter-wire.md", import.meta.url);

Deno.test("each rule of docs/jumpstarter-wire.md has a test of its name, and no other is named", () => {
  const rules = [...Deno.readTextFileSync(RULES).matchAll(/^\| ([A-Z]\d+) \|/gm)].map(([, rule]) => rule!);
  const tests = [...Deno.readDirSync(FOLDER)].filter(({ name }) => name.endsWith("_test.ts")).flatMap(({ name }) => {
    const names = Deno.readTextFileSync(new URL(name, FOLDER)).matchAll(/Deno\.test\([`"]((?:[A-Z]\d+ )+)/g);
    return [...names].flatMap(([, rules]) => rules!.trim().split(" "));
  });
  deepStrictEqual([...new Set(tests)].toSorted(), rules.toSorted());
});
