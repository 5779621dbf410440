/**
 * The function of the operator REGEXP, which SQLite lacks. It matches by JavaScript's regular expressions.
 *
 * @module
 */

/** Whether errors are held, and the first one: the process has one database, which runs one statement at a time. */
let isHolding = false, held: unknown = null;

/** Whether a text matches a pattern; null if either is null. */
export function matches(pattern: unknown, text: unknown): bigint | null {
  if (pattern === null || text === null || held !== null) return null;
  try {
    return BigInt(new RegExp(String(pattern)).test(String(text)));
  } catch (error) {
    if (!isHolding) throw error;
    held = error;
    return null;
  }
}

/** Runs `all()` of node:sqlite, which never ends when a function throws; the error is thrown afterwards instead. */
export function holdingErrors<T>(all: () => T): T {
  isHolding = true;
  try {
    const rows = all();
    if (held !== null) throw held;
    return rows;
  } finally {
    isHolding = false;
    held = null;
  }
}
