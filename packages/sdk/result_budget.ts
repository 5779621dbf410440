/**
 * Stops a result that no frame can hold before it fills memory.
 *
 * @module
 */
import type { Limits } from "@fluxwire/wire";
import { DriverError } from "./errors.ts";

/** The limits of a result. */
export type ResultLimits = Pick<Limits, "maxFrameBytes" | "maxResponseValues">;

/** Compares the least size of a result's rows with the size of a frame. */
export class ResultBudget {
  readonly #limits: ResultLimits;
  #rows = 0;
  #bytes = 0;
  #values = 0;

  /** A budget for one result. Methods find the limits in `context.answer.limits`. */
  constructor(limits: ResultLimits) {
    this.#limits = limits;
  }

  /**
   * Counts a row. Call it before fetching the next one.
   *
   * @throws {DriverError} `Driver` when the result can no longer be sent; the message names its size and the limit.
   */
  take(row: readonly unknown[]): void {
    this.#rows += 1;
    this.#values += row.length + 1;
    for (const cell of row) this.#bytes += leastBytes(cell);
    const { maxFrameBytes, maxResponseValues } = this.#limits;
    if (this.#bytes > maxFrameBytes) throw this.#exceeded(`${this.#bytes} bytes`, `maxFrameBytes ${maxFrameBytes}`);
    if (this.#values > maxResponseValues) {
      throw this.#exceeded(`${this.#values} values`, `maxResponseValues ${maxResponseValues}`);
    }
  }

  #exceeded(reached: string, limit: string): DriverError {
    return new DriverError(
      "Driver",
      `Cannot send result: its first ${this.#rows} rows, of at least ${reached}, exceed ${limit}; ask for fewer rows or columns, for example with LIMIT`,
    );
  }
}

/** A text takes at least as many bytes as it has UTF-16 units. */
function leastBytes(cell: unknown): number {
  if (typeof cell === "string") return cell.length;
  return cell instanceof Uint8Array ? cell.length : 1;
}
