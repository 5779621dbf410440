/** Databases of SQLite in this process. */
import { DatabaseSync } from "node:sqlite";
import { StorageError, type StorageErrorCode } from "../roles.ts";

/** Results of SQLite that say what a caller can do; all others are `unavailable`. */
const CODES: Readonly<Record<number, StorageErrorCode>> = { 11: "corrupt", 13: "exhausted", 26: "corrupt" };

/** Runs a call of the database. What SQLite throws comes out as a `StorageError`. */
export function withStorageErrors<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw asStorageError(path, error);
  }
}

function asStorageError(path: string, error: unknown): unknown {
  const { code: kind, errcode: code = 0 } = error as { code?: string; errcode?: number };
  if (kind !== "ERR_SQLITE_ERROR") return error;
  return new StorageError(
    CODES[code & 255] ?? "unavailable",
    `SQLite cannot use ${path}: ${(error as Error).message}`,
    {
      cause: error,
    },
  );
}

/**
 * Opens a database, with a log beside it that readers do not wait for.
 *
 * @param synchronous `FULL`: a transaction outlives a loss of power. `NORMAL`: such a loss may undo the last ones.
 */
export function openDatabase(path: string, synchronous: "FULL" | "NORMAL"): DatabaseSync {
  return withStorageErrors(path, () => {
    const database = new DatabaseSync(path, { timeout: 5_000 });
    try {
      // Statements that are prepared fail with SQLite's code, those of exec() with a text alone.
      database.prepare("PRAGMA journal_mode = WAL").get();
      database.prepare(`PRAGMA synchronous = ${synchronous}`).get();
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Runs a call as one transaction that has the right to write from its start; a throw undoes it. */
export function transaction<T>(database: DatabaseSync, call: () => T): T {
  database.prepare("BEGIN IMMEDIATE").run();
  try {
    const result = call();
    database.prepare("COMMIT").run();
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
