/**
 * The driver as the shared suite for SQL databases needs to know it.
 *
 * @module
 */
import type { SqlSubject } from "@fluxwire/testing/sql";
import { FreshFile, Opened } from "./opened.ts";

/** The driver, on a new file for each session. */
export const subject: SqlSubject = {
  async open() {
    await using stack = new AsyncDisposableStack();
    const { path } = stack.use(await FreshFile.make());
    const { session } = stack.use(await Opened.open({ path }));
    const owned = stack.move();
    return { session, [Symbol.asyncDispose]: () => owned.disposeAsync() };
  },
  schema: "main",
  types: { integer: "INTEGER", text: "TEXT" },
  maxNameBytes: null,
  keys: [
    ["INTEGER", "9007199254740993"],
    ["REAL", "1.1 / 3"],
    ["REAL", "9e999"],
    ["TEXT", "'a\\b'"],
    ["BLOB", "x'00ff'"],
    ["", "1.0"],
    ["", "'1'"],
  ],
  view: {
    script: [
      "CREATE TABLE base (id INTEGER PRIMARY KEY, a TEXT)",
      "CREATE VIEW shown AS SELECT * FROM base",
      "CREATE TRIGGER i INSTEAD OF INSERT ON shown BEGIN INSERT INTO base VALUES (new.id, new.a); END",
      "CREATE TRIGGER u INSTEAD OF UPDATE ON shown BEGIN UPDATE base SET a = new.a WHERE id = old.id; END",
      "CREATE TRIGGER d INSTEAD OF DELETE ON shown BEGIN DELETE FROM base WHERE id = old.id; END",
    ],
  },
  kept: {
    script: [
      "CREATE TABLE kept (id INTEGER PRIMARY KEY, a TEXT)",
      "INSERT INTO kept VALUES (1, 'x')",
      ...["INSERT", "UPDATE", "DELETE"].map((event) =>
        `CREATE TRIGGER on_${event} BEFORE ${event} ON kept BEGIN SELECT RAISE(IGNORE); END`
      ),
    ],
  },
  // A column that is the row's number is generated unless a value is given.
  generated: {
    script: ["CREATE TABLE made (id AS (7) STORED, a TEXT PRIMARY KEY, b AS (a || '!') VIRTUAL)"],
  },
  partitions: null,
  definitions: [
    ["table", "one", "CREATE TABLE one (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'it''s' NOT NULL CHECK (a <> ''))"],
    [
      "table",
      "two",
      "CREATE TABLE two (o REFERENCES one ON DELETE CASCADE, b PRIMARY KEY COLLATE NOCASE) WITHOUT ROWID",
    ],
    ["view", "joined", "CREATE VIEW joined AS SELECT a, b FROM one JOIN two ON o = id"],
  ],
  catalog: "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name",
  addWide: (rows) =>
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
      INSERT INTO wide SELECT i, printf('%.700c', 'x') FROM n RETURNING *`,
  addSlowly: `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000)
    INSERT INTO slow SELECT i FROM n RETURNING n`,
  explained: ["QUERY PLAN {statement}", "; {statement}"],
  damaged: {
    script: [
      "CREATE TABLE damaged (k TEXT, n INTEGER)",
      "INSERT INTO damaged VALUES (CAST(x'ff' AS TEXT), 1), (CAST(x'fe' AS TEXT), 2)",
    ],
  },
  // SQLite has no functions or operators in a file.
  planted: null,
};
