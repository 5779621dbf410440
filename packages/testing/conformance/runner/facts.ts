/**
 * Facts about a driver that the checks of one layout learned, and objects that they left in it.
 *
 * @module
 */
import type { DriverRequestBody } from "@fluxwire/wire";

/** Filled by passing checks, for the checks that need them. */
export class Facts {
  /** How many processes of the driver had ended before. */
  readonly endsBefore: number;
  /** When each of the processes that have ended since has done so: `during queries.execute`. */
  readonly deaths: string[] = [];
  /** A working statement; null until one is found. */
  statement: string | null = null;
  /** An endless statement; null until one is found. */
  endlessStatement: string | null = null;
  /** Whether every statement gives the same rows; null until that was tried. */
  answersAlike: boolean | null = null;
  /** Requests that remove the checks' objects from the database; a check that cleans up removes its own. */
  readonly leftovers: Set<DriverRequestBody> = new Set();

  /** Facts with nothing but the number of driver processes that have ended so far. */
  constructor(endsBefore = 0) {
    this.endsBefore = endsBefore;
  }
}
