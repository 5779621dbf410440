/**
 * Opens the database of the process.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import type { Target } from "../target.ts";

/** How long a statement waits for locks of other connections, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens it.
 *
 * @throws {Error} the error of SQLite.
 */
export function openDatabase({ path, isReadOnly }: Target): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: isReadOnly, timeout: BUSY_TIMEOUT_MS });
  // SQLite detects a file that is not a database on the first read, and then also knows its schema.
  db.prepare("SELECT count(*) FROM sqlite_schema").get();
  return db;
}
