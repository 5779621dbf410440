/**
 * Stops a result that no frame can hold before it fills memory.
 *
 * @module
 */
import { DriverError } from "jsr:@fluxwire/sdk@^0.1.0";
import { DEFAULT_LIMITS, type Limits } from "jsr:@fluxwire/wire@^0.1.0";

/** What the rows of one result take at least, against what a frame can hold. */
export class ResultBudget {
  readonly #limits: Pick<Limits, "maxFrameBytes" | "maxResponseValues">;
  #bytes = 0;
  #values = 0;

  constructor(limits: Pick<Limits, "maxFrameBytes" | "maxResponseValues"> = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /**
   * Counts a row.
   *
   * @throws {DriverError} `Driver` when the result can no longer be sent.
   */
  take(row: readonly unknown[]): void {
    this.#values += row.length + 1;
    for (const cell of row) this.#bytes += leastBytes(cell);
    const { maxFrameBytes, maxResponseValues } = this.#limits;
    if (this.#bytes > maxFrameBytes) throw tooLarge("bytes", `maxFrameBytes ${maxFrameBytes}`);
    if (this.#values > maxResponseValues) throw tooLarge("values", `maxResponseValues ${maxResponseValues}`);
  }
}

/** A text takes no fewer bytes than it has UTF-16 units. */
function leastBytes(cell: unknown): number {
  if (typeof cell === "string") return cell.length;
  return cell instanceof Uint8Array ? cell.length : 1;
}

function tooLarge(what: string, limit: string): DriverError {
  return new DriverError(
    "Driver",
    `Cannot send result: its ${what} exceed ${limit}; add LIMIT, or select fewer columns`,
  );
}
