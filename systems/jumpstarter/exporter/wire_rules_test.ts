import { deepStrictEqual } from "node:assert/strict";

const FOLDERS = [".", "../distributed/", "../client/"].map((folder) => new URL(folder, import.meta.url));
const RULES = new URL("../../../docs/jumpstarter-wire.md", import.meta.url);

Deno.test("each rule of docs/jumpstarter-wire.md has a test of its name, and no other is named", () => {
  const rules = [...Deno.readTextFileSync(RULES).matchAll(/^\| ([A-Z]\d+) \|/gm)].map(([, rule]) => rule!);
  const files = FOLDERS.flatMap((folder) => [...Deno.readDirSync(folder)].map(({ name }) => new URL(name, folder)));
  const tests = files.filter(({ pathname }) => pathname.endsWith("_test.ts")).flatMap((file) => {
    const names = Deno.readTextFileSync(file).matchAll(/Deno\.test\([`"]((?:[A-Z]\d+ )+)/g);
    return [...names].flatMap(([, rules]) => rules!.trim().split(" "));
  });
  deepStrictEqual([...new Set(tests)].toSorted(), rules.toSorted());
});
