import { deepStrictEqual } from "node:assert/strict";
import { ServedDriver } from "@fluxwire/sdk/testing";
import { SQL_CHECKS, type SqlSubject } from "@fluxwire/testing/sql";
import { driver } from "./main.ts";

/** What the suite needs to know of the database; what it lacks is null. */
const subject: SqlSubject = {
  async open() {
    const served = await ServedDriver.start(driver);
    return { session: await served.open({ sample: "" }), [Symbol.asyncDispose]: () => served[Symbol.asyncDispose]() };
  },
  schema: "main",
  types: { integer: "INTEGER", text: "TEXT" },
  maxNameBytes: null,
  keys: [["INTEGER", "9007199254740993"], ["REAL", "1.1 / 3"], ["TEXT", "'a\\b'"], ["BLOB", "x'00ff'"]],
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
      "CREATE TRIGGER i BEFORE INSERT ON kept BEGIN SELECT RAISE(IGNORE); END",
      "CREATE TRIGGER u BEFORE UPDATE ON kept BEGIN SELECT RAISE(IGNORE); END",
      "CREATE TRIGGER d BEFORE DELETE ON kept BEGIN SELECT RAISE(IGNORE); END",
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
  generated: { script: ["CREATE TABLE made (id AS (7) STORED, a TEXT PRIMARY KEY, b AS (a || '!') VIRTUAL)"] },
  // SQLite has none of these.
  partitions: null,
  planted: null,
  // A driver for daily use shows such texts as bytes.
  damaged: null,
  definitions: [
    [
      "table",
      "one",
      "CREATE TABLE one (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'it''s' NOT NULL CHECK (a <> '')) -- one",
    ],
    ["view", "shown", "CREATE VIEW shown AS SELECT a FROM one"],
  ],
  catalog: "SELECT type, name, sql FROM sqlite_schema ORDER BY name",
  addWide: (rows) =>
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
      INSERT INTO wide SELECT i, printf('%.700c', 'x') FROM n RETURNING *`,
  hugeText: "hex(zeroblob(9000000))",
  addSlowly: `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
    INSERT INTO slow SELECT i FROM n`,
  explained: ["QUERY PLAN {statement}"],
};

const checks = SQL_CHECKS.filter((check) => check.applies?.(subject) ?? true);
for (const check of checks) Deno.test(check.name, () => check.run(subject));

Deno.test("a new session has the sample tables", async () => {
  await using served = await ServedDriver.start(driver);
  const session = await served.open();
  const { rows } = await session.execute({ sql: "SELECT name, moons FROM planets ORDER BY moons" });
  deepStrictEqual(rows, [["Mercury", 0n], ["Earth", 1n], ["Mars", 2n]]);
});

Deno.test("a script runs to its end, and columns may have equal names", async () => {
  await using served = await ServedDriver.start(driver);
  const session = await served.open({ sample: "" });
  const { rows } = await session.execute({
    sql: "CREATE TABLE a (b); INSERT INTO a VALUES (7); -- then\nSELECT 1 AS n, b AS n FROM a",
  });
  deepStrictEqual(rows, [[1n, 7n]]);
  await session.execute({ sql: "-- nothing" });
});
