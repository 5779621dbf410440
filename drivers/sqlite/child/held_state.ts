/**
 * The state that would be lost with the database's process.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";

/** State of a process that is not in its file. */
export type HeldState = "open transaction" | "temporary tables" | "attached databases" | "database in memory";

/** Checks one database. */
export class HeldStateReader {
  readonly #db: DatabaseSync;
  readonly #states: StatementSync;

  /** @param isInMemory Whether the database is lost with its process. Files are not checked, as they may be locked. */
  constructor(db: DatabaseSync, isInMemory: boolean) {
    this.#db = db;
    this.#states = db.prepare(
      `SELECT 'database in memory' AS state WHERE ${isInMemory ? "EXISTS (SELECT * FROM main.sqlite_schema)" : "0"}
        UNION ALL SELECT 'open transaction' WHERE ?
        UNION ALL SELECT 'temporary tables' WHERE EXISTS (SELECT * FROM temp.sqlite_schema)
        UNION ALL SELECT 'attached databases' WHERE EXISTS (SELECT * FROM temp.pragma_database_list WHERE seq > 1)`,
    );
  }

  /**
   * The current state of the process.
   *
   * @param before The state before the last request.
   * @param hasChanged Whether the request may have changed more than rows; otherwise only a transaction is looked for.
   */
  read(before: readonly HeldState[], hasChanged: boolean): readonly HeldState[] {
    const { isTransaction } = this.#db;
    if (!hasChanged && before.includes("open transaction") === isTransaction) return before;
    try {
      return this.#states.all(Number(isTransaction)).map(({ state }) => state as HeldState);
    } catch {
      // Another connection keeps the schema locked.
      const others = before.filter((state) => state !== "open transaction");
      return isTransaction ? [...others, "open transaction"] : others;
    }
  }
}
