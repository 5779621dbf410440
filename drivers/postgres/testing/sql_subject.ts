/**
 * The driver as the shared suite for SQL databases needs to know it.
 *
 * @module
 */
import type { OpenedSql, SqlSubject } from "@fluxwire/testing/sql";
import type { Served } from "./served.ts";

/** Keeps every write from happening. */
const KEEP = `CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`;

/** Operators that fit better than the server's own, or stand before them. */
const PLANTED: readonly string[] = [
  "CREATE SEQUENCE caught",
  "CREATE TABLE planted (id int PRIMARY KEY, a varchar(9))",
  "INSERT INTO planted VALUES (1, 'x')",
  ...[["varchar", "varchar"], ["int4", "int4"], ["oid", "int4"], ["name", "text"]].flatMap(([left, right], i) => [
    `CREATE FUNCTION own${i}(${left}, ${right}) RETURNS bool LANGUAGE sql AS
      $$ SELECT pg_catalog.nextval('public.caught') OPERATOR(pg_catalog.>) 0 $$`,
    ...["=", "<>", "~~"].map((operator) =>
      `CREATE OPERATOR ${operator} (LEFTARG = ${left}, RIGHTARG = ${right}, FUNCTION = own${i})`
    ),
  ]),
  "SET search_path = public, pg_catalog",
];

/** The driver, on a new database of a server for each session. */
export function sqlSubject(served: Served): SqlSubject {
  let number = 0;
  return {
    async open(): Promise<OpenedSql> {
      const database = `suite_${++number}`;
      await using admin = await served.open();
      await admin.rows(`CREATE DATABASE ${database} TEMPLATE template0`);
      const opened = await served.open({ values: { database } });
      return {
        session: opened.session,
        [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
      };
    },
    schema: "public",
    types: { integer: "integer", text: "text" },
    maxNameBytes: 63,
    keys: [
      ["bigint", "9007199254740993"],
      ["float8", "1.1 / 3"],
      ["float8", "'NaN'"],
      ["float4", "0.1"],
      ["numeric(12,3)", "1.500"],
      ["text", "'a\\b'"],
      ["char(5)", "'ab'"],
      ["bytea", "'\\x00ff'"],
      ["bool", "true"],
      ["timestamptz", "'2024-01-02 03:04:05.123456+05:30'"],
      ["date", "'infinity'"],
      ["jsonb", `'{"a": [1.10]}'`],
      ["json", `'{"a":1,"a":2}'`],
      ["xml", "'<a/>'"],
      ["point", "'(1,2)'"],
      ["int[]", "'{1,NULL}'"],
      ["uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"],
      ["interval", "'1 mon 2 days'"],
    ],
    view: {
      script: [
        "CREATE TABLE base (id int PRIMARY KEY, a text)",
        "CREATE VIEW shown AS SELECT * FROM base",
        "CREATE RULE i AS ON INSERT TO shown DO INSTEAD INSERT INTO base VALUES (NEW.id, NEW.a)",
        "CREATE RULE u AS ON UPDATE TO shown DO INSTEAD UPDATE base SET a = NEW.a WHERE id = OLD.id",
        "CREATE RULE d AS ON DELETE TO shown DO INSTEAD DELETE FROM base WHERE id = OLD.id",
      ],
    },
    kept: {
      script: [
        ...["CREATE TABLE kept (id int PRIMARY KEY, a text)", "INSERT INTO kept VALUES (1, 'x')", KEEP],
        "CREATE TRIGGER k BEFORE INSERT OR UPDATE OR DELETE ON kept FOR EACH ROW EXECUTE FUNCTION keep()",
      ],
    },
    late: {
      script: [
        "CREATE TABLE late (id int PRIMARY KEY, a text)",
        `CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.a = ''gone'' THEN DELETE FROM late
          WHERE id = NEW.id; ELSIF NEW.a <> ''late'' THEN UPDATE late SET a = ''late'' WHERE id = NEW.id; END IF; RETURN NULL; END'`,
        "CREATE TRIGGER l AFTER INSERT OR UPDATE ON late FOR EACH ROW EXECUTE FUNCTION late()",
      ],
    },
    generated: {
      script: [
        "CREATE TABLE made (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text, b int GENERATED ALWAYS AS (7) STORED)",
      ],
    },
    partitions: {
      script: [
        "CREATE TABLE parted (id int PRIMARY KEY, a text) PARTITION BY RANGE (id)",
        "CREATE TABLE low PARTITION OF parted FOR VALUES FROM (MINVALUE) TO (100)",
        "CREATE TABLE high PARTITION OF parted DEFAULT",
      ],
    },
    definitions: [
      ["table", "one", "CREATE TABLE one (id serial PRIMARY KEY, a text DEFAULT 'it''s' NOT NULL CHECK (a <> ''))"],
      [
        "table",
        "two",
        "CREATE UNLOGGED TABLE two (o int REFERENCES one ON DELETE CASCADE, b int UNIQUE) WITH (fillfactor = 70)",
      ],
      ["view", "joined", "CREATE VIEW joined WITH (security_barrier) AS SELECT a, b FROM one JOIN two ON o = id"],
    ],
    catalog: `SELECT c.relname, c.relkind, c.relpersistence, c.reloptions::text, pg_get_viewdef(c.oid),
        (SELECT json_agg(json_build_array(attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid))
          ORDER BY attnum) FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
          WHERE attrelid = c.oid AND attnum > 0)::text,
        (SELECT json_agg(json_build_array(conname, pg_get_constraintdef(k.oid)) ORDER BY conname)
          FROM pg_constraint k WHERE conrelid = c.oid)::text
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace ORDER BY c.relname`,
    addWide: (rows) => `INSERT INTO wide SELECT i, repeat('x', 700) FROM generate_series(1, ${rows}) i RETURNING *`,
    hugeText: "repeat('x', 70000000)",
    addSlowly: "INSERT INTO slow SELECT i FROM generate_series(1, 10) i, pg_sleep(0.2) RETURNING n",
    explained: ["ANALYZE {statement}", "(ANALYZE) {statement}", "VERBOSE {statement}"],
    // The server refuses texts that are no UTF-8; one that knows no encoding is in honest_writes_test.ts.
    damaged: null,
    planted: {
      script: PLANTED,
      wasUsed: "SELECT is_called FROM caught",
      use: "SELECT 'a'::varchar = 'b'::varchar",
    },
  };
}
