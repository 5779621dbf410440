/**
 * The function of the operator REGEXP, which SQLite lacks.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";

/** Matches by JavaScript's regular expressions. */
export class Regexp {
  #isHolding = false;
  #held: unknown = null;

  /** @param db Gets the function. */
  constructor(db: DatabaseSync) {
    db.function("regexp", { deterministic: true }, (pattern, text) => this.#matches(pattern, text));
  }

  /** Runs `all()` of node:sqlite, which never ends when a function throws; the error is thrown afterwards instead. */
  holdingErrors<T>(all: () => T): T {
    this.#isHolding = true;
    this.#held = null;
    try {
      const rows = all();
      if (this.#held !== null) throw this.#held;
      return rows;
    } finally {
      this.#isHolding = false;
    }
  }

  #matches(pattern: unknown, text: unknown): bigint | null {
    if (pattern === null || text === null || this.#held !== null && this.#isHolding) return null;
    try {
      return BigInt(new RegExp(String(pattern)).test(String(text)));
    } catch (error) {
      if (!this.#isHolding) throw error;
      this.#held = error;
      return null;
    }
  }
}
