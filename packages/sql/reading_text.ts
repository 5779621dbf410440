/**
 * Texts of the user that read.
 *
 * @module
 */

/** How a statement begins that writes nothing itself; WITH can begin a write. */
const READING = /^\s*(?:SELECT|VALUES|EXPLAIN)\b/i;

/** With this, EXPLAIN runs the statement. */
const RUNS = /^\s*EXPLAIN\b[^;]*\bANALYZE\b/i;

/** Whether a text is one statement that only reads, unless a function in it writes. False if that is not seen at once. */
export function isReading(text: string): boolean {
  const end = text.indexOf(";");
  return READING.test(text) && !RUNS.test(text) && (end < 0 || text.slice(end + 1).trim() === "");
}
