import { deepEqual, ok, throws } from "node:assert/strict";
import { declaredTests, suiteNames, testsBelow } from "./faults/named_tests.ts";
import { DRIVERS, rowsOf } from "./faults/tables.ts";

const ROOT = new URL("../", import.meta.url);
const TABLES = await Deno.readTextFile(new URL("faults/README.md", import.meta.url));

Deno.test("tests/faults/README.md names tests for every kind, and the tree has each of them", async () => {
  const rows = rowsOf(TABLES), known = await testsBelow(ROOT);
  ok(rows.length > 0);
  deepEqual(rows.filter(({ tests }) => tests.length === 0).map(({ kind }) => kind), []);
  deepEqual(rows.flatMap(({ tests }) => tests).filter((name) => !known.has(name)), []);
});

Deno.test("tests/faults/README.md has for every driver tests, or the reason why a kind cannot occur there", () => {
  const cells = rowsOf(TABLES).flatMap(({ drivers }) => drivers === null ? [] : [...drivers.values()]);
  ok(cells.length >= 20 * DRIVERS.length);
});

Deno.test("rowsOf() reads both forms of tables, and refuses a cell that says nothing", () => {
  const header = "| kind | SQLite | PostgreSQL | Redis | DuckDB |\n|---|---|---|---|---|\n";
  const [row] = rowsOf(`${header}| a | \`x\`; \`y\` | cannot: it is so | \`w\` | \`z\` |`);
  deepEqual(row!.tests, ["x", "y", "w", "z"]);
  deepEqual([...row!.drivers!.values()], [
    { tests: ["x", "y"] },
    { cannot: "it is so" },
    { tests: ["w"] },
    { tests: ["z"] },
  ]);
  throws(() => rowsOf(`${header}| a | nothing | \`x\` | \`x\` | \`x\` |`), /Expected tests of SQLite/);
  throws(() => rowsOf(`${header}| a | \`x\` |`), /Expected the cells kind, SQLite/);
  deepEqual(rowsOf("| kind | siblings | tests |\n|---|---|---|\n| a | b | `x` |"), [{
    kind: "a",
    tests: ["x"],
    drivers: null,
  }]);
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

Deno.test("suiteNames() gives each check of a suite the names of the drivers that run it", () => {
  const checks = new Set(["SQL: one", "SQL: two"]);
  const declared = ["a", "${check.name}, in SQLite", "${check.name}, in DuckDB"];
  deepEqual(suiteNames(checks, declared), [
    ...["SQL: one, in SQLite", "SQL: one, in DuckDB", "SQL: two, in SQLite", "SQL: two, in DuckDB"],
  ]);
});
