import { deepStrictEqual, throws } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { completeRows } from "./complete_rows.ts";

function rows(sql: string, ...parameters: (bigint | string)[]): unknown[] {
  using db = new DatabaseSync(":memory:");
  db.exec("CREATE TABLE t(a INTEGER PRIMARY KEY, b); INSERT INTO t VALUES (3, 'x'), (1, 1.5), (2, NULL)");
  return [...completeRows(db, db.prepare(sql), parameters)];
}

Deno.test("completeRows() gives the rows of every kind of statement, in their order", () => {
  deepStrictEqual(rows("SELECT a, b, a FROM t ORDER BY a DESC;"), [[3n, "x", 3n], [2n, null, 2n], [1n, 1.5, 1n]]);
  deepStrictEqual(rows("SELECT a FROM t ORDER BY b IS NULL, a -- the last ones first\n"), [[1n], [3n], [2n]]);
  deepStrictEqual(rows("SELECT a FROM t WHERE a > ? ORDER BY a LIMIT 1 OFFSET 1", 1n), [[3n]]);
  deepStrictEqual(rows("WITH n(i) AS (VALUES (1), (2)) SELECT i FROM n UNION SELECT 0 ORDER BY 1"), [[0n], [1n], [2n]]);
  deepStrictEqual(rows("VALUES (1, 'a'), (2, 'b')"), [[1n, "a"], [2n, "b"]]);
  deepStrictEqual(rows("SELECT * FROM t WHERE 0"), []);
  deepStrictEqual(rows("PRAGMA table_info(t)").length, 2);
  deepStrictEqual(rows("INSERT INTO t VALUES (4, ?) RETURNING a, b", "y"), [[4n, "y"]]);
  deepStrictEqual(rows("WITH n(i) AS (VALUES (9)) DELETE FROM t WHERE a < (SELECT i FROM n) RETURNING a").length, 3);
});

Deno.test("completeRows() throws the error of a statement: at the start, in the middle, and in a write", () => {
  throws(() => rows("SELECT json_extract('x', '$')"), /malformed JSON/);
  throws(() => rows("SELECT 1 UNION ALL SELECT abs(-9223372036854775808)"), /integer overflow/);
  throws(() => rows("INSERT INTO t VALUES (1, 'again') RETURNING a"), /UNIQUE constraint failed: t\.a/);
  throws(() => rows("UPDATE t SET a = 1 WHERE a = 2 RETURNING a"), /UNIQUE constraint failed/);
});
