/**
 * Texts of the user that read.
 *
 * @module
 */

/** One statement that writes nothing itself; WITH can begin a write. */
const READING = /^\s*(?:SELECT|VALUES|EXPLAIN)\b[^;]*;?\s*$/i;

/** Whether a text is one statement that only reads, unless a function in it writes. False if that is not seen at once. */
export function isReading(text: string): boolean {
  return READING.test(text);
}
