import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { DatabaseSync, StatementSync } from "node:sqlite";
import { FreshFile } from "../testing/opened.ts";
import { ScriptRunner } from "./script.ts";

/** What SQLite says of a lock of another connection. */
const LOCKED = "database is locked";

/** Counts the calls of SQLite that end with a lock of another connection: each has waited for it. */
class LockedCalls implements Disposable {
  readonly #put = new DisposableStack();
  readonly names: string[] = [];

  constructor() {
    for (
      const { prototype, methods } of [
        { prototype: DatabaseSync.prototype, methods: ["prepare", "exec"] },
        { prototype: StatementSync.prototype, methods: ["run", "get", "all", "iterate"] },
      ]
    ) {
      const calls = prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
      for (const name of methods) this.#watch(calls, name);
    }
  }

  #watch(calls: Record<string, (...args: unknown[]) => unknown>, name: string): void {
    const call = calls[name]!, { names } = this;
    calls[name] = function (...args) {
      try {
        return call.apply(this, args);
      } catch (error) {
        if ((error as Error).message === LOCKED) names.push(name);
        throw error;
      }
    };
    this.#put.defer(() => void (calls[name] = call));
  }

  [Symbol.dispose](): void {
    this.#put.dispose();
  }
}

Deno.test("a statement waits once for a lock of another connection: one call of SQLite meets it, and none after that", async () => {
  await using file = await FreshFile.make();
  using holder = new DatabaseSync(file.path), db = new DatabaseSync(file.path, { timeout: 1 });
  holder.exec("CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  const runner = new ScriptRunner(db, () => {}), rows: unknown[][] = [];
  const run = (sql: string, isSingle = false): unknown =>
    runner.run({ sql, parameters: [], isSingle, limit: null, offset: 0 }, {
      row: (cells) => void rows.push(cells),
      checkFits: () => {},
    });
  const statements = [
    "SELECT a FROM t",
    "INSERT INTO t VALUES (2)",
    "INSERT INTO t VALUES (2); SELECT a FROM t",
    "INSERT INTO t VALUES (2) RETURNING a",
    "WITH n(a) AS (SELECT 2) INSERT INTO t SELECT a FROM n",
    `SELECT a FROM t -- ${"x".repeat(200_000)}`,
    `INSERT INTO t VALUES (2) -- ${"x".repeat(200_000)}`,
  ];
  const asked = new Set<string>();
  // It is prepared by then, and only run again.
  run("SELECT a FROM t");
  holder.exec("BEGIN EXCLUSIVE");
  for (const sql of [...statements, ...statements]) {
    // Preparing a statement reads the schema, and so meets the lock, if the connection does not know it.
    if (asked.has(sql)) db.exec("PRAGMA writable_schema = RESET");
    asked.add(sql);
    using locked = new LockedCalls();
    throws(() => run(sql), { message: LOCKED });
    strictEqual(locked.names.length, 1, `${sql.slice(0, 60)}: ${locked.names}`);
  }
  holder.exec("COMMIT");
  rows.length = 0;
  run("SELECT a FROM t");
  deepStrictEqual(rows, [[1n]]);
});
