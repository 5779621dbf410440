/**
 * npm:@duckdb/node-api itself, whose version this place alone names, and its errors for the user.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";

export * from "npm:@duckdb/node-api@1.5.6-r.1";

/** What to do, by DuckDB's words. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/Current transaction is aborted/, "run ROLLBACK"],
  [/Conflicting lock is held/, "close the other program, or open it read-only in both"],
  [/Unique file handle conflict/, "close the sessions that have it open, or DETACH it there"],
  [/database has been invalidated/, "close all sessions of the file, and open it again"],
  [/is not a valid DuckDB database file/, "a CSV, Parquet or JSON file needs that ending"],
];

/** The error of what failed, such as `Cannot open a.csv: `: a mistake of a statement is no lost connection. */
export function failure(error: unknown, what: string = ""): DriverError {
  if (error instanceof DriverError) return error;
  const words = (error instanceof Error ? error.message : String(error))
    .replace(/^Failed to (extract statements|prepare): /, "")
    // The library's words for a text of blanks and comments.
    .replace(/^Error in native callback$/, "Cannot run statement: the text has none");
  const [, remedy] = REMEDIES.find(([cause]) => cause.test(words)) ?? [];
  return new DriverError("Driver", `${what}${words}${remedy === undefined ? "" : `; ${remedy}`}`, { cause: error });
}
