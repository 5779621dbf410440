/**
 * `grpc-timeout`: how long a caller waits.
 *
 * @module
 */

/** Milliseconds of each unit. */
const UNITS: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 };
const TIMEOUT = /^([0-9]{1,8})([HMSmun])$/;
const MAX_VALUE = 99_999_999;
/** Below this, a millisecond more is much. */
const FINE_MS = 100;

/** Milliseconds of a timeout; null for one that is malformed. */
export function parseTimeout(text: string): number | null {
  const match = TIMEOUT.exec(text);
  return match === null ? null : Number(match[1]) * UNITS[match[2]!]!;
}

/** A timeout of at least that many milliseconds, in a unit that is fine enough and makes it short. */
export function formatTimeout(ms: number): string {
  if (ms <= 0) return "0m";
  for (const unit of ms < FINE_MS ? ["u"] : ["m", "S", "M"]) {
    const value = Math.ceil(ms / UNITS[unit]!);
    if (value <= MAX_VALUE) return `${value}${unit}`;
  }
  return `${Math.min(MAX_VALUE, Math.ceil(ms / UNITS.H!))}H`;
}
