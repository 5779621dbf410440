/**
 * The state that would be lost with the database's process.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";

/** State of a process that is not in its file. */
export type HeldState = "open transaction" | "temporary tables" | "attached databases" | "database in memory";

/** How many tables and databases are lost. */
interface Counts {
  own: number;
  temporary: number;
  attached: number;
}

/** Checks one database. */
export class HeldStateReader {
  readonly #db: DatabaseSync;
  readonly #counts: StatementSync;

  /** @param isInMemory Whether the database is lost with its process. Files are not checked, as they may be locked. */
  constructor(db: DatabaseSync, isInMemory: boolean) {
    this.#db = db;
    this.#counts = db.prepare(
      `SELECT ${isInMemory ? "(SELECT count(*) FROM main.sqlite_schema)" : "0"} AS own,
        (SELECT count(*) FROM temp.sqlite_schema) AS temporary,
        (SELECT count(*) FROM temp.pragma_database_list WHERE seq > 1) AS attached`,
    );
  }

  /**
   * The current state of the process.
   *
   * @param before The state before the last request.
   * @param hasChanged Whether the request may have changed more than rows; otherwise only a transaction is looked for.
   */
  read(before: readonly HeldState[], hasChanged: boolean): readonly HeldState[] {
    const isTransaction = this.#db.isTransaction;
    if (!hasChanged && before.includes("open transaction") === isTransaction) return before;
    const held: HeldState[] = [];
    const { own, temporary, attached } = this.#count(before);
    if (own !== 0) held.push("database in memory");
    if (isTransaction) held.push("open transaction");
    if (temporary !== 0) held.push("temporary tables");
    if (attached !== 0) held.push("attached databases");
    return held;
  }

  /** The counts; those of before if another connection keeps the schema locked. */
  #count(before: readonly HeldState[]): Counts {
    try {
      return this.#counts.get() as unknown as Counts;
    } catch {
      const was = (state: HeldState): number => before.includes(state) ? 1 : 0;
      return {
        own: was("database in memory"),
        temporary: was("temporary tables"),
        attached: was("attached databases"),
      };
    }
  }
}
