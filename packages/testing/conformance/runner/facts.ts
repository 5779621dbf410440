/**
 * What the checks of one layout have learned of a driver, and what they have left behind in it.
 *
 * @module
 */
import type { DriverRequestBody } from "@fluxwire/wire";

/** Filled by checks that have passed, for those that need them. */
export class Facts {
  /** How many processes of the driver had ended before. */
  readonly endsBefore: number;
  /** When each of the processes that have ended since has done so: `during queries.execute`. */
  readonly deaths: string[] = [];
  /** A statement that works; null until one was found. */
  statement: string | null = null;
  /** A statement that takes for ever; null until one was found. */
  endlessStatement: string | null = null;
  /** Requests that remove what checks have made in the database; a check that tidies up takes its own away. */
  readonly leftovers: Set<DriverRequestBody> = new Set();

  /** Nothing is known but how many processes of the driver have ended so far. */
  constructor(endsBefore = 0) {
    this.endsBefore = endsBefore;
  }
}
