/**
 * Turns errors into those that the user sees.
 *
 * @module
 */
import { CancelledError } from "@fluxwire/sdk/process/child";
import { RowError } from "@fluxwire/sdk/rows";
import type { Failure, Target } from "../messages.ts";
import { SQLITE_READONLY_DIRECTORY } from "./database.ts";

/** SQLite's error code for a lock of another connection, and its text: errors of `exec` have no code. */
const SQLITE_BUSY = 5, BUSY_TEXT = "database is locked";

/** A request that cannot be run as it is: nothing was run, and the message is meant for the user. */
export class RequestError extends Error {}

/** The facts of an error that the parent gets. */
export type Said = Pick<Failure, "code" | "message" | "retriable">;

/** Errors of SQLite and of regular expressions are for the user; all others are defects. */
export function saidOf(error: unknown, target: Pick<Target, "path">): Said {
  if (error instanceof CancelledError) return { code: "Cancelled", message: "Query cancelled", retriable: false };
  if (error instanceof RequestError) return { code: "InvalidRequest", message: error.message, retriable: false };
  if (isSqliteError(error)) return saidOfSqlite(error, target);
  if (error instanceof SyntaxError || error instanceof RowError) return driver(error.message);
  return { code: "Internal", message: String((error as Error).stack ?? error), retriable: false };
}

/** The error of a database that cannot be opened. */
export function saidOfOpening(error: unknown, { path }: Pick<Target, "path">): Said {
  const { message, errcode } = error as Error & { errcode?: number };
  const text = `Connection failed: ${message}${message.includes(path) ? "" : `: ${path}`}`;
  if (errcode !== SQLITE_READONLY_DIRECTORY) return driver(text);
  return driver(
    `${text}; it is in WAL mode, for which SQLite creates files beside it, and its folder cannot be written: open a copy of it elsewhere, read only in a driver that runs with -A if no -wal is beside it, or let a user who may write it run PRAGMA journal_mode = DELETE`,
  );
}

function saidOfSqlite({ message, errcode }: Error & { errcode?: number }, { path }: Pick<Target, "path">): Said {
  // The low byte; the rest is the extended code.
  if ((errcode ?? 0) % 256 === SQLITE_BUSY || message === BUSY_TEXT) {
    return driver(`${message}: another connection holds ${path}`, true);
  }
  if (message.startsWith("too many attached databases - max 0")) {
    return driver(`${message}; Deno lets SQLite attach databases only when the driver runs with -A`);
  }
  return driver(message);
}

function isSqliteError(error: unknown): error is Error & { errcode?: number } {
  return error instanceof Error && (error as { code?: string }).code === "ERR_SQLITE_ERROR";
}

function driver(message: string, retriable = false): Said {
  return { code: "Driver", message, retriable };
}
