/**
 * Errors for the user: DuckDB's own words, and what to do.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";

/** What to do, by DuckDB's words. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/Current transaction is aborted/, "run ROLLBACK"],
  [/Conflicting lock is held/, "close the other program, or open it read-only in both"],
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
