/**
 * Times as the probe shows them.
 *
 * @module
 */

/** Milliseconds since a reading of `performance.now()`, to the microsecond. */
export function msSince(start: number): number {
  return Math.round((performance.now() - start) * 1000) / 1000;
}

/** A time as text: `0.3 ms`. */
export function msText(ms: number): string {
  return `${ms.toFixed(1)} ms`;
}
