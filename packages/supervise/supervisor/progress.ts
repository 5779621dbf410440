/**
 * Whether a service without an answer to a check is at work.
 *
 * @module
 */
import type { Sign } from "./liveness.ts";

/** The part of a core's time that a service uses which is at work: what waits for events uses a hundredth of this. */
const WORKING_PART = 0.1;

/** The measures of progress at one moment. */
export interface Progress {
  /** When, in milliseconds. */
  atMs: number;
  /** The processor time used so far, in milliseconds; null if that cannot be known. */
  cpuMs: number | null;
  /** The bytes that have come from it on any of our connections. */
  receivedBytes: number;
}

/**
 * What a check without an answer has found.
 *
 * @param waiting How many calls of the host wait for their answers.
 */
export function signOf(before: Progress, after: Progress, waiting: number): Sign {
  if (after.receivedBytes > before.receivedBytes) return "answered";
  const elapsedMs = after.atMs - before.atMs;
  const isWorking = before.cpuMs !== null && after.cpuMs !== null &&
    after.cpuMs - before.cpuMs >= WORKING_PART * elapsedMs;
  if (!isWorking) return "silent";
  return waiting > 0 ? "serving" : "computing";
}
