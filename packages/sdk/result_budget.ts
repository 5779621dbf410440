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
  readonly #unitsPerByte: number;
  #rows = 0;
  #units = 0;
  #values = 0;

  /**
   * A budget for one result. Methods find the limits in `context.answer.limits`.
   *
   * @param unitsPerByte How many characters a cell has at the most for each byte of its answer: more than 1 for cells that
   *   are still the database's own text, such as numbers in digits.
   */
  constructor(limits: ResultLimits, unitsPerByte: number = 1) {
    this.#limits = limits;
    this.#unitsPerByte = unitsPerByte;
  }

  /**
   * Counts a row. Call it before fetching the next one.
   *
   * @throws {DriverError} `Driver` when the result can no longer be sent; the message names its size and the limit.
   */
  take(row: readonly unknown[]): void {
    let units = 0;
    for (const cell of row) units += leastUnits(cell);
    this.count(row.length, units);
  }

  /** Like {@link take}, for a row with that many cells, of that many characters in all. */
  count(cells: number, units: number): void {
    this.#rows += 1;
    this.#values += cells + 1;
    this.#units += units;
    const { maxFrameBytes, maxResponseValues } = this.#limits;
    const bytes = Math.ceil(this.#units / this.#unitsPerByte);
    if (bytes > maxFrameBytes) throw this.#exceeded(`${bytes} bytes`, `maxFrameBytes ${maxFrameBytes}`);
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
function leastUnits(cell: unknown): number {
  if (typeof cell === "string") return cell.length;
  return cell instanceof Uint8Array ? cell.length : 1;
}
