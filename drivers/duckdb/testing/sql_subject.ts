/**
 * The driver as the shared suite for SQL databases needs to know it.
 *
 * @module
 */
import type { SqlSubject } from "@fluxwire/testing/sql";
import { Opened } from "./opened.ts";

/** The driver, on a new database in memory for each session. */
export const subject: SqlSubject = {
  open: () => Opened.open(),
  schema: "main",
  types: { integer: "BIGINT", text: "VARCHAR" },
  maxNameBytes: null,
  keys: [
    ["BIGINT", "9007199254740993"],
    ["HUGEINT", "170141183460469231731687303715884105727"],
    ["DOUBLE", "1.1 / 3"],
    ["DOUBLE", "'NaN'"],
    ["FLOAT", "0.1"],
    ["DECIMAL(12,3)", "1.500"],
    ["VARCHAR", "'a\\b'"],
    ["BLOB", "'\\x00\\xFF'::BLOB"],
    ["BOOLEAN", "true"],
    ["TIMESTAMPTZ", "'2024-01-02 03:04:05.123456+05:30'"],
    ["TIMESTAMP_NS", "'2024-01-02 03:04:05.123456789'"],
    ["DATE", "'2024-02-29'"],
    ["UUID", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"],
    ["INTERVAL", "INTERVAL 2 DAYS"],
  ],
  // Views take no writes, and there are no triggers and rules.
  view: null,
  kept: null,
  late: null,
  // Identity columns and STORED columns do not exist; a sequence as a default can be overwritten.
  generated: { script: ["CREATE TABLE made (id BIGINT AS (length(a)), a VARCHAR, b VARCHAR AS (a || '!'))"] },
  partitions: null,
  definitions: [
    ["table", "one", "CREATE TABLE one (id BIGINT PRIMARY KEY, a VARCHAR DEFAULT 'it''s' NOT NULL CHECK (a <> ''))"],
    ["table", "two", "CREATE TABLE two (o BIGINT REFERENCES one (id), b INTEGER UNIQUE, c DECIMAL(9,2)[])"],
    ["view", "joined", "CREATE VIEW joined AS SELECT a, b FROM one JOIN two ON o = id"],
  ],
  catalog: `SELECT sql FROM duckdb_tables() UNION ALL SELECT sql FROM duckdb_views() WHERE NOT internal
    UNION ALL SELECT constraint_text FROM duckdb_constraints() ORDER BY 1`,
  addWide: (rows) => `INSERT INTO wide SELECT i, repeat('x', 700) FROM range(${rows}) t(i) RETURNING *`,
  hugeText: "repeat('x', 17000000)",
  addSlowly: "INSERT INTO slow SELECT count(*) FROM range(300000000) a, range(100) b WHERE a.range % 7 <> b.range",
  explained: ["ANALYZE {statement}", "(ANALYZE) {statement}"],
  // DuckDB stores texts as UTF-8 alone.
  damaged: null,
  // Macros are planted in planted_names_test.ts: they leave no trace that a statement could read.
  planted: null,
};
