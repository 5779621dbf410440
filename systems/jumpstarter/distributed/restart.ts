/**
 * Starts an exporter again when it has failed, unless it fails too fast too often.
 *
 * @module
 */
import { pause } from "@fluxwire/transport";

/** When to give up. */
export interface FailureDetection {
  /** How many times in a row the exporter may fail fast. */
  readonly maxRapidFailures: number;
  /** What is fast, in milliseconds. */
  readonly rapidFailureWindowMs: number;
}

/** What {@link restarting} takes besides what it starts. */
export interface RestartOptions extends FailureDetection {
  /** The pause behind a first fast failure, in milliseconds; each further one is twice as long. */
  readonly pauseMs: number;
  /** The longest pause. */
  readonly maxPauseMs: number;
  /** Takes each failure. */
  onFailure(error: unknown, rapidFailures: number): void;
  /** Ends a pause, and starts nothing more. */
  readonly signal: AbortSignal;
}

/**
 * Runs until it ends without a failure.
 *
 * @returns What it ended with; null if it failed too often, or when the signal has aborted.
 */
export async function restarting<T>(once: () => Promise<T>, options: RestartOptions): Promise<T | null> {
  const { maxRapidFailures, rapidFailureWindowMs, pauseMs, maxPauseMs, onFailure, signal } = options;
  for (let rapid = 0; !signal.aborted;) {
    const start = performance.now();
    try {
      return await once();
    } catch (error) {
      rapid = performance.now() - start < rapidFailureWindowMs ? rapid + 1 : 0;
      onFailure(error, rapid);
    }
    if (rapid >= maxRapidFailures) return null;
    await pause(Math.min(pauseMs * 2 ** Math.max(0, rapid - 1), maxPauseMs), { signal });
  }
  return null;
}
