/**
 * How large the built files may be.
 *
 * @module
 */

/** The most bytes that each file of the page may have, before it is compressed. */
export const BUDGETS: Readonly<Record<string, number>> = {
  "app.js": 150_000,
  "later.js": 100_000,
  "worker.js": 270_000,
  "editor.js": 300_000,
  "app.css": 20_000,
};
