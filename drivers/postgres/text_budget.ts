/**
 * Stops a statement whose rows do not fit into an answer before they fill memory.
 *
 * @module
 */
import { DEFAULT_LIMITS, DriverError } from "@fluxwire/sdk";

/** The most bytes of text that the server writes per byte of an answer: a real of 8 bytes takes up to 24. */
const TEXT_PER_BYTE = 4;

/** What a row has besides the texts of its cells. */
const ROW_BYTES = 2, CELL_BYTES = 4;

/** Compares the size of the rows kept for one text with the largest answer. */
export class TextBudget {
  readonly #limits: { maxFrameBytes: number; maxResponseValues: number };
  #rows = 0;
  #bytes = 0;
  #values = 0;

  /** A budget for one text. */
  constructor(limits: { maxFrameBytes: number; maxResponseValues: number } = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** Counts a row; returns an error if no more can be kept, otherwise null. */
  take(bytes: number, cells: number): DriverError | null {
    const { maxFrameBytes, maxResponseValues } = this.#limits;
    this.#rows += 1;
    this.#values += cells + 1;
    this.#bytes += bytes - ROW_BYTES - CELL_BYTES * cells;
    if (this.#bytes > maxFrameBytes * TEXT_PER_BYTE) {
      return this.#exceeded(`${this.#bytes} bytes of text`, `maxFrameBytes ${maxFrameBytes}`);
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
