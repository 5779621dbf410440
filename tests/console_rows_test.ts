import { deepEqual, throws } from "node:assert/strict";
import { BUDGETS } from "../systems/console/build/budgets.ts";
import { testsBelow } from "./faults/named_tests.ts";

/** A row: what it begins with, what it says, and its tests. */
interface Row {
  first: string;
  text: string;
  tests: string[];
}

const ROOT = new URL("../", import.meta.url);
const README = await Deno.readTextFile(new URL("systems/console/README.md", ROOT));

/** The rows of the table below a heading. */
function rowsBelow(heading: string, document: string): Row[] {
  const [, part] = document.split(`\n### ${heading}\n`);
  if (part === undefined) throw new Error(`Expected the heading ${heading}`);
  const lines = part.split("\n### ")[0]!.split("\n").filter((line) => line.startsWith("| "));
  return lines.slice(1).map((line) => {
    const [first, text, tests, ...more] = line.replace(/^\| | \|$/g, "").split(" | ");
    if (tests === undefined || more.length > 0) throw new Error(`Expected three cells: ${line}`);
    return { first: first!, text: text!, tests: [...tests.matchAll(/`([^`]+)`/g)].map(([, name]) => name!) };
  });
}

/** The first `count` numbers, as rows have them. */
function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, at) => String(at + 1));
}

Deno.test("systems/console/README.md has a test of the tree for each complaint, each rule of the gate and each budget", async () => {
  const complaints = rowsBelow("Complaints", README), rules = rowsBelow("Who may ask", README);
  const budgets = rowsBelow("Budgets", README), all = [...complaints, ...rules, ...budgets];
  deepEqual(complaints.map(({ first }) => first), numbers(16));
  deepEqual(rules.map(({ first }) => first), numbers(10));
  deepEqual(all.filter(({ tests }) => tests.length === 0), []);
  const known = await testsBelow(ROOT);
  deepEqual(all.flatMap(({ tests }) => tests).filter((name) => !known.has(name)), []);
});

Deno.test("systems/console/README.md has the budgets that the build has", () => {
  const shown = rowsBelow("Budgets", README).map(({ first, text }) => [first, Number(text.replaceAll(",", ""))]);
  deepEqual(Object.fromEntries(shown), BUDGETS);
});

Deno.test("rowsBelow() reads one table, and refuses a row of other cells", () => {
  const table = "| # | a | tests |\n|---|---|---|\n| 1 | x | `y`; `z` |\n";
  deepEqual(rowsBelow("One", `\n### One\n\n${table}\n### Two\n\n| # | a | tests |\n| 2 | x | no test |\n`), [
    { first: "1", text: "x", tests: ["y", "z"] },
  ]);
  throws(() => rowsBelow("One", `\n### One\n${table}| 2 | x |\n`), /Expected three cells/);
  throws(() => rowsBelow("Three", table), /Expected the heading Three/);
});
