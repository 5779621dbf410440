/**
 * Opens the database of the process.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import type { Target } from "../messages.ts";
import { matches } from "./regexp.ts";

/** How long a statement waits for locks of other connections, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/** SQLite's code for a file in WAL mode whose folder cannot be written. */
export const SQLITE_READONLY_DIRECTORY = 1_544;

/** Opens a file, or the file of a URI. */
type Open = (path: string, isReadOnly: boolean) => DatabaseSync;

/**
 * Opens it. A file in WAL mode in a folder that cannot be written is read as one that does not change, if it has no `-wal`
 * beside it: the file alone is then the database. SQLite takes URIs only from a process with every permission.
 *
 * @throws {Error} the error of SQLite.
 */
export function openDatabase({ path, isReadOnly }: Target, open: Open = openFile): DatabaseSync {
  try {
    return open(path, isReadOnly);
  } catch (error) {
    const isUnwritable = (error as { errcode?: number }).errcode === SQLITE_READONLY_DIRECTORY;
    if (!isReadOnly || !isUnwritable || !isMissing(`${path}-wal`)) throw error;
    try {
      return open(`file:${path.replace(/[%?#]/g, encodeURIComponent)}?immutable=1`, isReadOnly);
    } catch {
      throw error;
    }
  }
}

function openFile(path: string, isReadOnly: boolean): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: isReadOnly, timeout: BUSY_TIMEOUT_MS });
  // SQLite detects a file that is not a database on the first read, and then also knows its schema.
  db.prepare("SELECT count(*) FROM sqlite_schema").get();
  db.function("regexp", { deterministic: true }, matches);
  return db;
}

/** Whether a file is known not to exist. */
function isMissing(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return false;
  } catch (error) {
    return error instanceof Deno.errors.NotFound;
  }
}
