/**
 * The error of rows that no answer can carry.
 *
 * @module
 */

/** The rows exceed a limit, or a cell is not a value of a database. The message is meant for the user. */
export class RowError extends Error {
  /** The class's name. */
  override readonly name = "RowError";
}
