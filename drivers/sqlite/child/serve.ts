/**
 * Opens the database that the command line names, and serves its statements over standard input and output.
 *
 * @module
 */
import { sendEnd, sendFailure } from "@fluxwire/sdk/process/child";
import type { Target } from "../target.ts";
import { openDatabase } from "./database.ts";
import { saidOfOpening } from "./failure.ts";
import { Regexp } from "./regexp.ts";
import { serveStatements } from "./statements.ts";

/** Runs until the driver closes the pipe. */
export function serveDatabase(target: Target): void {
  const nothing = { held: [], done: 0 };
  const ready = { columns: [], count: 0, rows: [], affectedRows: null, ms: 0, ...nothing };
  // The process runs: the next one may start. A locked file keeps only those waiting who want it.
  sendEnd(ready);
  let db;
  try {
    db = openDatabase(target);
  } catch (error) {
    return sendFailure({ ...saidOfOpening(error, target), ...nothing });
  }
  const regexp = new Regexp(db);
  sendEnd(ready);
  serveStatements(db, regexp, target);
  db.close();
}
