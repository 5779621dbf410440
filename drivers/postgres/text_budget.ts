/**
 * Stops a statement whose rows do not fit into an answer before they fill memory.
 *
 * @module
 */
import { DEFAULT_LIMITS, DriverError } from "@fluxwire/sdk";
import type { TextRow } from "./statement.ts";

/** The most characters that the server writes per byte of an answer: a real of 8 bytes takes up to 24. */
const TEXT_PER_BYTE = 4;

/** Compares the size of the rows kept for one text with the largest answer. */
export class TextBudget {
  readonly #limits: { maxFrameBytes: number; maxResponseValues: number };
  #rows = 0;
  #characters = 0;
  #values = 0;

  /** A budget for one text. */
  constructor(limits: { maxFrameBytes: number; maxResponseValues: number } = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** Counts a row; returns an error if no more can be kept, otherwise null. */
  take(row: TextRow): DriverError | null {
    const { maxFrameBytes, maxResponseValues } = this.#limits;
    this.#rows += 1;
    this.#values += row.length + 1;
    for (const cell of row) this.#characters += cell?.length ?? 0;
    if (this.#characters > maxFrameBytes * TEXT_PER_BYTE) {
      return this.#exceeded(`${this.#characters} characters`, `maxFrameBytes ${maxFrameBytes}`);
    }
    if (this.#values <= maxResponseValues) return null;
    return this.#exceeded(`${this.#values} values`, `maxResponseValues ${maxResponseValues}`);
  }

  #exceeded(reached: string, limit: string): DriverError {
    return new DriverError(
      "Driver",
      `Cannot send result: its first ${this.#rows} rows, of ${reached}, exceed ${limit}; ask for fewer rows or columns, for example with LIMIT`,
    );
  }
}
