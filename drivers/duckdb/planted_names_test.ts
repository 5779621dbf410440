import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { DIALECT } from "./catalog.ts";
import { Opened } from "./testing/opened.ts";

/** The functions and operators that statements of the driver use, as an owner of the database can plant them. */
const PLANTED = [
  "count",
  "count_star",
  "lower",
  "contains",
  "replace",
  "list_contains",
  "list_slice",
  "list_position",
  "||",
  "~~",
  "=",
  "+",
  "sum",
]
  .map((name) => `CREATE MACRO "${name}"(a, b := 0) AS error('planted')`);
const PLANTED_TABLES = [
  "tables",
  "views",
  "columns",
  "constraints",
  "indexes",
  "schemas",
  "databases",
  "types",
  "sequences",
  "dependencies",
  "functions",
]
  .map((name) => `CREATE MACRO duckdb_${name}() AS TABLE SELECT error('planted')`);
const PLANTED_NAMES = ["current_database", "current_schema", "current_schemas"].map((name) =>
  `CREATE MACRO ${name}(a := 0) AS error('planted')`
);

Deno.test("the driver's own statements run none of the macros that a database's owner planted", async () => {
  await using opened = await Opened.open();
  await opened.rows(
    "CREATE TABLE t(id INT PRIMARY KEY, name VARCHAR COLLATE NOCASE, took INTERVAL); CREATE INDEX i ON t(name); CREATE VIEW v AS FROM t",
  );
  await opened.rows([...PLANTED, ...PLANTED_TABLES, ...PLANTED_NAMES].join(";"));
  const { session } = opened;
  const place = { database: "memory", schema: "main" }, table = { name: "t", schema: "main" };
  const identity = { type: "Composite" as const, columns: ["id"], values: [1n] };
  const { structure } = await session.schema();
  strictEqual(structure.type, "Relational");
  deepStrictEqual((await session.listDatabases()).map(({ name }) => name), ["memory"]);
  strictEqual((await session.tableDetails({ ...place, table: "t" })).columns!.length, 3);
  strictEqual((await session.schemaIndexes(place)).length, 2);
  deepStrictEqual(await session.schemaForeignKeys(place), []);
  deepStrictEqual(await session.schemaTypes(place), []);
  await session.insertRow({ table: "t", columns: ["id", "name"], values: [1n, "a"] });
  await session.updateRow({ table: "t", identity, changes: [["name", "b"]] });
  const like = { type: "Predicate", field: { type: "Column", name: "name" }, operator: "Like", value: "b%" } as const;
  strictEqual(await session.countTable({ table, semanticFilter: like }), 1n);
  const pagination = { type: "Offset", limit: 9, offset: 0n } as const;
  const page = await session.browseTable({ table, pagination, orderBy: [], semanticFilter: like });
  deepStrictEqual(page.rows, [[1n, "b", null]]);
  await session.updateRow({ table: "t", identity, changes: [["took", "1 month"]] });
  const exact = { type: "Composite" as const, columns: ["name", "took"], values: ["b", "1 month"] };
  strictEqual((await session.updateRow({ table: "t", identity: exact, changes: [["took", null]] })).affectedRows, 1n);
  for (const { id, scope } of await session.codeGenerators()) {
    await session.generateCode({ generatorId: id, table: { name: scope === "View" ? "v" : "t" } });
  }
  await session.explain({ table });
  await session.describeTable({ table });
  strictEqual((await session.deleteRow({ table: "t", identity })).affectedRows, 1n);
});

Deno.test("every function of the dialect has its full name", () => {
  const forms = JSON.stringify(DIALECT).replaceAll(/system\.main\.(\w+|\\"[^(]+\\")\(/g, "");
  deepStrictEqual(forms.match(/\w+\(/g)?.filter((call) => !["IN("].includes(call)) ?? [], []);
});

Deno.test("a path into JSON finds members of any name", async () => {
  await using opened = await Opened.open();
  await opened.rows(`CREATE TABLE t AS SELECT '{"a/b": {"c~d": {"e f": "x"}}}'::JSON AS j`);
  const field = { type: "Path" as const, value: ["j", "a/b", "c~d", "e f"] };
  const semanticFilter = { type: "Predicate", field, operator: "Eq", value: "x" } as const;
  strictEqual(await opened.session.countTable({ table: { name: "t" }, semanticFilter }), 1n);
});

Deno.test("types of DuckDB that an owner planted under the names of its own types are read as what they are", async () => {
  await using opened = await Opened.open();
  await opened.rows(`CREATE SCHEMA s; CREATE TYPE s."JSON" AS ENUM ('a'); CREATE TYPE s."INTEGER" AS ENUM ('one')`);
  deepStrictEqual(await opened.rows(`SELECT 'a'::s."JSON", ['a'::s."JSON"], 'one'::s."INTEGER", '1'::JSON`), [
    ["a", ["a"], "one", { type: "Json", value: "1" }],
  ]);
});
