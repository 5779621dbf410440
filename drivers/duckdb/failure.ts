/**
 * Errors for the user: DuckDB's own words, and what to do.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";

/** The error of a failed statement: a mistake of a statement is no lost connection. */
export function statementError(error: unknown): DriverError {
  if (error instanceof DriverError) return error;
  return new DriverError("Driver", wordsOf(error) + remedyOf(wordsOf(error)), { cause: error });
}

/** The error of a database that could not be opened. */
export function openError(error: unknown, path: string, config: Readonly<Record<string, string>>): DriverError {
  const words = wordsOf(error);
  const { memory_limit: limit } = config;
  const reason = words === "Failed to set config" && limit !== undefined
    ? `memory limit ${limit} is no size; give a number and a unit, such as 2GB`
    : words + remedyOf(words);
  return new DriverError("Driver", `Cannot open ${path}: ${reason}`, { cause: error });
}

function wordsOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.replace(/^Failed to (extract statements|prepare): /, "");
}

function remedyOf(words: string): string {
  if (/Current transaction is aborted/.test(words)) return "; run ROLLBACK";
  if (/Conflicting lock is held/.test(words)) return "; close the other program, or open it read-only in both";
  if (/is not a valid DuckDB database file/.test(words)) return "; a CSV, Parquet or JSON file needs that ending";
  return "";
}
