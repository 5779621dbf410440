/**
 * How long an exporter waits for its controller, and between tries.
 *
 * @module
 */

/** Times in milliseconds, and counts of tries. */
export interface Timing {
  /** How long a call may take. */
  readonly callMs: number;
  /** The pause before the second try of a call; each further one is twice as long. */
  readonly callPauseMs: number;
  /** The longest pause between tries of a call. */
  readonly maxCallPauseMs: number;
  /** How many times a call is tried again. */
  readonly callRetries: number;
  /** The pause before a stream is opened again that the controller could not serve. */
  readonly unavailablePauseMs: number;
  /** The pause before a stream is opened again that failed otherwise. */
  readonly streamPauseMs: number;
  /** How many times in a row a stream may fail without a message. */
  readonly streamRetries: number;
  /** From the end of a lease to the next one. */
  readonly betweenLeasesMs: number;
  /** How long clients see the last status before the lease is released. */
  readonly lastStatusMs: number;
  /** How long calls may go on when a lease ends. */
  readonly graceMs: number;
  /** How long the exporter may take to say that it stops. */
  readonly unregisterMs: number;
}

/** The times that controllers and clients count on; Python's exporter has the same. */
export const TIMING: Timing = {
  callMs: 30_000,
  callPauseMs: 1_000,
  maxCallPauseMs: 30_000,
  callRetries: 20,
  unavailablePauseMs: 500,
  streamPauseMs: 1_000,
  streamRetries: 5,
  betweenLeasesMs: 200,
  lastStatusMs: 1_000,
  graceMs: 1_000,
  unregisterMs: 10_000,
};
