import { deepEqual, ok } from "node:assert/strict";
import { declaredTests, testsBelow } from "./faults/named_tests.ts";

const ROOT = new URL("../", import.meta.url);
const TABLES = await Deno.readTextFile(new URL("faults/README.md", import.meta.url));

/** The rows of the tables: the kind of a fault, and the names of the tests that detect it. */
function rowsOf(markdown: string): { kind: string; tests: string[] }[] {
  const lines = markdown.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| kind |"));
  return lines.map((line) => {
    const cells = line.split(" | ");
    ok(cells.length === 3, `Expected the cells kind, siblings looked at, tests: ${line}`);
    return { kind: cells[0]!.slice(2), tests: [...cells[2]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!) };
  });
}

Deno.test("tests/faults/README.md names tests for every kind, and the tree has each of them", async () => {
  const rows = rowsOf(TABLES), known = await testsBelow(ROOT);
  ok(rows.length > 0);
  deepEqual(rows.filter(({ tests }) => tests.length === 0).map(({ kind }) => kind), []);
  deepEqual(rows.flatMap(({ tests }) => tests).filter((name) => !known.has(name)), []);
});

Deno.test("declaredTests() reads names in any quotes, in objects too, and templates as written", () => {
  const source = [
    'Deno.test("a \\"quoted\\" name", () => {});',
    "Deno.test('another', fn);",
    "for (const layout of LAYOUTS) Deno.test(`one of ${layout} more`, async () => {});",
    'Deno.test({\n  name: "an object",\n  ignore: true,\n});',
    'Deno.test(name, () => {}); other.test("no test of Deno");',
  ].join("\n");
  deepEqual(declaredTests(source), ['a "quoted" name', "another", "one of ${layout} more", "an object"]);
});
