/**
 * The driver as the shared suite for SQL databases needs to know it.
 *
 * @module
 */
import type { OpenedSql, SqlSubject } from "@fluxwire/testing/sql";
import { FreshFile, Opened } from "./opened.ts";

const TRIGGERS = ["INSERT", "UPDATE", "DELETE"];

/** A session on a new file: what a cancel ends with its process is then still there. */
async function openFile(): Promise<OpenedSql> {
  await using stack = new AsyncDisposableStack();
  const file = stack.use(await FreshFile.make());
  const { session } = stack.use(await Opened.open({ path: file.path }));
  const owned = stack.move();
  return { session, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** The driver, on a new file for each session. */
export const subject: SqlSubject = {
  open: openFile,
  schema: "main",
  types: { integer: "INTEGER", text: "TEXT" },
  maxNameBytes: null,
  keys: [
    ["INTEGER", "9007199254740993"],
    ["INTEGER", "-9223372036854775808"],
    ["REAL", "1.1 / 3"],
    ["REAL", "1.0"],
    ["REAL", "9e999"],
    ["NUMERIC", "1.500"],
    ["TEXT", "'a\\b''c'"],
    ["TEXT", "'a' || char(0) || 'b'"],
    ["TEXT", "'1'"],
    ["BLOB", "x'00ff'"],
    ["BLOB", "1"],
    ["", "1.0"],
    ["", "x''"],
  ],
  view: {
    script: [
      "CREATE TABLE base(id INTEGER, a TEXT)",
      "CREATE VIEW shown AS SELECT * FROM base",
      "CREATE TRIGGER added INSTEAD OF INSERT ON shown BEGIN INSERT INTO base VALUES (NEW.id, NEW.a); END",
      "CREATE TRIGGER changed INSTEAD OF UPDATE ON shown BEGIN UPDATE base SET a = NEW.a WHERE id = OLD.id; END",
      "CREATE TRIGGER removed INSTEAD OF DELETE ON shown BEGIN DELETE FROM base WHERE id = OLD.id; END",
    ],
  },
  kept: {
    script: [
      "CREATE TABLE kept(id INTEGER, a TEXT)",
      "INSERT INTO kept VALUES (1, 'x')",
      ...TRIGGERS.map((one) => `CREATE TRIGGER no_${one} BEFORE ${one} ON kept BEGIN SELECT RAISE(IGNORE); END`),
    ],
  },
  late: {
    script: [
      "CREATE TABLE late (id INTEGER PRIMARY KEY, a TEXT)",
      "CREATE TRIGGER l AFTER UPDATE ON late WHEN new.a <> 'late' BEGIN UPDATE late SET a = 'late' WHERE id = new.id; END",
      "CREATE TRIGGER g AFTER INSERT ON late WHEN new.a = 'gone' BEGIN DELETE FROM late WHERE id = new.id; END",
      "CREATE TRIGGER m AFTER INSERT ON late WHEN new.a <> 'gone' BEGIN UPDATE late SET a = 'late' WHERE id = new.id; END",
    ],
  },
  generated: {
    script: ["CREATE TABLE made(id INTEGER AS (length(a)) VIRTUAL, a TEXT, b TEXT AS (a || '!') STORED)"],
  },
  // SQLite has no partitions.
  partitions: null,
  definitions: [
    ["table", "one", "CREATE TABLE one (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'it''s' NOT NULL CHECK (a <> ''))"],
    [
      "table",
      "two",
      "CREATE TABLE two (o REFERENCES one ON DELETE CASCADE, b UNIQUE, c AS (b || 'x')) STRICT"
        .replace("o REF", "o INT REF").replace("b UNI", "b TEXT UNI").replace("c AS", "c TEXT AS"),
    ],
    ["table", "three", "CREATE TABLE three (a TEXT COLLATE NOCASE, b INT, PRIMARY KEY (a, b DESC)) WITHOUT ROWID"],
    ["table", "words", "CREATE VIRTUAL TABLE words USING fts5(word)"],
    ["view", "joined", "CREATE VIEW joined(x, y) AS SELECT a, b FROM one JOIN two ON o = id"],
  ],
  catalog: "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name",
  addWide: (rows) =>
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
      INSERT INTO wide SELECT i, printf('%.700c', 'x') FROM n RETURNING *`,
  hugeText: "hex(zeroblob(9000000))",
  addSlowly: `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000)
    INSERT INTO slow SELECT count(*) FROM n`,
  explained: ["ANALYZE {statement}", "QUERY PLAN {statement}", "SELECT 1; {statement}"],
  damaged: {
    script: [
      "CREATE TABLE damaged(k TEXT, n INTEGER)",
      "INSERT INTO damaged VALUES (CAST(x'ff' AS TEXT), 1), (CAST(x'fe' AS TEXT), 2)",
    ],
  },
  // Views with the names of SQLite's own functions are planted in planted_names_test.ts: reading them leaves no trace.
  planted: null,
};
