/**
 * Questions and their answers, by connection and request.
 *
 * @module
 */
import type { Row } from "./messages.ts";

/** The questions that wait for an answer; each is forgotten with its row. */
export class Pairs {
  /** The numbers of the rows, oldest first. */
  readonly #waiting = new Map<string, number>();

  /** How many questions wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Notes a question, or finds that of an answer; null for a question, and for an answer without one. */
  questionOf({ connection, request, from, what, number }: Row): number | null {
    if (request === null) return null;
    const key = `${connection} ${request}`;
    if (from === "host") {
      this.#waiting.delete(key);
      this.#waiting.set(key, number);
      return null;
    }
    const question = this.#waiting.get(key) ?? null;
    if (what !== "AuditEvent") this.#waiting.delete(key);
    return question;
  }

  /** Forgets the questions whose rows come before a number. */
  forget(first: number): void {
    for (const [key, number] of this.#waiting) {
      if (number >= first) return;
      this.#waiting.delete(key);
    }
  }
}
