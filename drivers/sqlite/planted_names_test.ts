import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { FreshFile, Opened } from "./testing/opened.ts";

const NAMES = [
  "table_list",
  "table_info",
  "table_xinfo",
  "index_list",
  "index_info",
  "foreign_key_list",
  "database_list",
  "schema_version",
];

/** Views that never end if they are read, and tables that are hidden if they are believed. */
const PLANTED = NAMES.map((name) =>
  `CREATE VIEW pragma_${name} AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) AS name FROM n`
);

Deno.test("SQLite's own names are found in a file whose owner has planted others in their place", async () => {
  await using file = await FreshFile.make();
  {
    await using opened = await Opened.open({ path: file.path });
    await opened.rows(
      "CREATE TABLE one(id INTEGER PRIMARY KEY, a TEXT UNIQUE); CREATE TABLE two(o REFERENCES one, b); CREATE INDEX i ON two(b)",
    );
    await opened.rows(PLANTED.join("; "));
  }
  await using opened = await Opened.open({ path: file.path, statement_timeout: "20" });
  const { session } = opened, place = { database: "main", schema: "main" };
  const table = { name: "one", schema: "main" },
    identity = { type: "Composite" as const, columns: ["id"], values: [1n] };
  const { structure } = await session.schema();
  strictEqual(structure.type, "Relational");
  deepStrictEqual((await session.listDatabases()).map(({ name }) => name), ["main"]);
  deepStrictEqual((await session.schemaForDatabase({ database: "main" })).tables.map(({ name }) => name), [
    "one",
    "two",
  ]);
  const details = await session.tableDetails({ ...place, table: "one" });
  deepStrictEqual(details.columns!.map(({ name, isPrimaryKey }) => [name, isPrimaryKey]), [["id", true], ["a", false]]);
  deepStrictEqual(details.constraints!.map(({ kind, columns }) => [kind, columns]), [["Unique", ["a"]]]);
  deepStrictEqual((await session.schemaIndexes(place)).map(({ columns }) => columns), [["a"], ["b"]]);
  deepStrictEqual((await session.schemaForeignKeys(place)).map(({ referencedColumns }) => referencedColumns), [["id"]]);
  await session.insertRow({ table: "one", columns: ["id", "a"], values: [1n, "x"] });
  await session.updateRow({ table: "one", identity, changes: [["a", "y"]] });
  strictEqual((await session.describeTable({ table })).rows.length, 2);
  strictEqual(await session.countTable({ table }), 1n);
  const code = await session.generateCode({
    generatorId: "create_indexes",
    table: { name: "two", schema: "main" } as never,
  });
  strictEqual(code, "CREATE INDEX i ON two(b);");
  await session.deleteRow({ table: "one", identity });
  deepStrictEqual(await opened.rows("SELECT * FROM one"), []);
});
