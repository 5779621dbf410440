import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Opened } from "./testing/opened.ts";

/** Tables and views with what is part of their definitions, in an order in which they can be made. */
const DEFINED: readonly (readonly ["table" | "view", string, string])[] = [
  [
    "table",
    "one",
    "CREATE TABLE one(id BIGINT PRIMARY KEY, a VARCHAR DEFAULT 'it''s' NOT NULL CHECK (a <> ''), UNIQUE (a))",
  ],
  [
    "table",
    "a tree",
    `CREATE TABLE "a tree"(id INT PRIMARY KEY, "u p" INT REFERENCES "a tree"(id), u INT UNIQUE CHECK (u > 0), t VARCHAR
      DEFAULT ', , );' CHECK (t <> ', );'), FOREIGN KEY (u) REFERENCES "a tree"(id), UNIQUE (u, t), UNIQUE ("u p"))`,
  ],
  ["table", "many", "CREATE TABLE many(o BIGINT REFERENCES one(id), c DECIMAL(9, 2)[], k VARCHAR COLLATE NOCASE)"],
  ["table", "en", "CREATE TYPE mood AS ENUM ('a', 'it''s', 'x; --'); CREATE TABLE en(m mood DEFAULT 'a', n mood[])"],
  [
    "table",
    "counted",
    `CREATE SEQUENCE "s q" START 5 INCREMENT 2 MINVALUE 3 MAXVALUE 99 CYCLE; COMMENT ON SEQUENCE "s q" IS 'it''s';
      CREATE TABLE counted(id BIGINT DEFAULT nextval('s q') PRIMARY KEY)`,
  ],
  ["table", "also counted", `CREATE TABLE "also counted"(id BIGINT DEFAULT nextval('s q'))`],
  [
    "table",
    "made",
    `CREATE TABLE made(b INT, ab INT AS (b * 2), "c d" VARCHAR AS (concat(b, ', b INTEGER GENERATED ALWAYS AS(')))`,
  ],
  [
    "table",
    "indexed",
    `CREATE TABLE indexed(a INT, b VARCHAR, "c d" INT); CREATE INDEX i ON indexed(a, "c d");
      CREATE UNIQUE INDEX "i 2" ON indexed(lower(b)); COMMENT ON INDEX i IS 'index';
      COMMENT ON TABLE indexed IS 'it''s\n; DROP TABLE one; --'; COMMENT ON COLUMN indexed."c d" IS 'column'`,
  ],
  [
    "table",
    'a"b; DROP TABLE one; --',
    `CREATE TABLE "a""b; DROP TABLE one; --"("select" INT PRIMARY KEY, "x\n--" INT CHECK ("select" > 0))`,
  ],
  [
    "view",
    "joined",
    "CREATE VIEW joined AS SELECT a, o FROM one JOIN many ON o = id; COMMENT ON COLUMN joined.a IS 'it''s'",
  ],
  ["view", "named", `CREATE VIEW named(x, "y z") AS SELECT 1, 'it''s -- '; COMMENT ON VIEW named IS 'view'`],
  ["view", "all", `CREATE VIEW "all" AS FROM indexed`],
];

const CATALOG = `SELECT 'table', table_name, sql, comment FROM duckdb_tables()
  UNION ALL SELECT 'view', view_name, sql, comment FROM duckdb_views() WHERE NOT internal
  UNION ALL SELECT constraint_name, table_name, constraint_text, expression FROM duckdb_constraints()
  UNION ALL SELECT 'index', index_name, sql, comment FROM duckdb_indexes()
  UNION ALL SELECT 'sequence', sequence_name, concat_ws(' ', start_value, increment_by, min_value, max_value, cycle), comment
    FROM duckdb_sequences()
  UNION ALL SELECT table_name, column_name, concat_ws(' ', data_type, column_default, is_nullable), comment
    FROM duckdb_columns() WHERE NOT internal
  ORDER BY ALL`;

Deno.test("generated definitions, run in an empty DuckDB database, make the same catalog", async () => {
  await using first = await Opened.open();
  for (const [, , script] of DEFINED) await first.rows(script);
  await using second = await Opened.open();
  for (const [kind, name] of DEFINED) {
    await second.rows(await first.session.generateCode({ generatorId: `create_${kind}`, table: { name } }));
  }
  deepStrictEqual(await second.rows(CATALOG), await first.rows(CATALOG));
});

Deno.test("a definition of DuckDB names the macros that it needs, in a comment that no name can end", async () => {
  await using opened = await Opened.open();
  await opened.rows(
    `CREATE MACRO "m\n; DROP TABLE t; --"(x) AS x * 2; CREATE TABLE t(a INT CHECK ("m\n; DROP TABLE t; --"(a) < 9))`,
  );
  const text = await opened.session.generateCode({ generatorId: "create_table", table: { name: "t" } });
  strictEqual(
    text.split("\n")[0],
    String.raw`-- The table needs macros that are not made here: "m\n; DROP TABLE t; --"`,
  );
});

Deno.test("INSERT of DuckDB has the columns that can be written, also if their names end like generated ones", async () => {
  await using opened = await Opened.open();
  for (const [, , script] of DEFINED) await opened.rows(script);
  const text = await opened.session.generateCode({ generatorId: "insert", table: { name: "made" } });
  strictEqual(text, 'INSERT INTO "memory"."main"."made" ("b")\nVALUES ($1);');
});

Deno.test("a table of DuckDB is made again from its description, generated columns included", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a INT DEFAULT 3, b INT AS (a * 2))");
  const { columns } = await opened.session.tableDetails({ database: "memory", schema: "main", table: "t" });
  const described = { name: "again", schema: "main", columns };
  await opened.rows(await opened.session.generateCode({ generatorId: "create_table", table: described }));
  await opened.rows("INSERT INTO again DEFAULT VALUES");
  deepStrictEqual(await opened.rows("FROM again"), [[3n, 6n]]);
});

Deno.test("only a column of an enumeration has its values, not one of a list of it", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a ENUM('it''s', 'b'), b ENUM('c')[])");
  const { columns } = await opened.session.tableDetails({ database: "memory", schema: "main", table: "t" });
  ok(columns);
  deepStrictEqual(columns.map(({ enumValues }) => enumValues), [["it's", "b"], null]);
});
