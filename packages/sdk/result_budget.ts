/**
 * Stops a result that no frame can hold before it fills memory.
 *
 * @module
 */
import type { Limits } from "@fluxwire/wire";
import { DriverError } from "./errors.ts";

/** What bounds a result. */
export type ResultLimits = Pick<Limits, "maxFrameBytes" | "maxResponseValues">;

/** What the rows of one result take at least, against what a frame can hold. */
export class ResultBudget {
  readonly #limits: ResultLimits;
  #rows = 0;
  #bytes = 0;
  #values = 0;

  /** A budget for one result. A method has its limits in `context.answer.limits`. */
  constructor(limits: ResultLimits) {
    this.#limits = limits;
  }

  /**
   * Counts a row. To be called before the next one is fetched.
   *
   * @throws {DriverError} `Driver` when the result can no longer be sent, naming what it has reached and the limit.
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
      `Cannot send result: its first ${this.#rows} rows, of at least ${reached}, exceed ${limit}; ask for fewer rows or columns, with LIMIT for example`,
    );
  }
}

/** A text takes no fewer bytes than it has UTF-16 units. */
function leastBytes(cell: unknown): number {
  if (typeof cell === "string") return cell.length;
  return cell instanceof Uint8Array ? cell.length : 1;
}
