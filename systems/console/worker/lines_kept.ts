/**
 * The lines of rows: in memory, or places in a file that was opened.
 *
 * @module
 */

/** A line: its text, or where it stands in a file, in bytes. */
export type Line = string | { readonly at: number; readonly length: number };

/** Gives the text of lines that stand in a file. */
export interface LineFile {
  /**
   * A line's text.
   *
   * @throws {Error} If the file was changed or removed.
   */
  text(at: number, length: number): string;
}

/** How much of a line is kept in memory, in characters. */
export function sizeOf(line: Line): number {
  return typeof line === "string" ? line.length : 0;
}
