/**
 * How a service is supervised, and the numbers that hold unless options say otherwise.
 *
 * @module
 */
import { type BackoffOptions, DEFAULT_BACKOFF } from "./backoff.ts";

/** When services are started again. */
export const RESTART_POLICIES = ["permanent", "transient", "temporary"] as const;

/**
 * When a service is started again: always (`permanent`), only after it has failed (`transient`), or never (`temporary`).
 */
export type RestartPolicy = typeof RESTART_POLICIES[number];

/** How failures of a service are met. */
export interface RestartSettings {
  /** When it is started again. */
  policy: RestartPolicy;
  /**
   * The pauses before it is.
   *
   * @default {DEFAULT_BACKOFF}
   */
  backoff: BackoffOptions;
  /**
   * How long it must be ready for its failures to be forgotten, in milliseconds.
   *
   * @default {60000}
   */
  wellAfterMs: number;
  /**
   * The number of failures within `failureWindowMs` after which it is given up.
   *
   * @default {6}
   */
  maxFailures: number;
  /**
   * The time that failures are counted in, in milliseconds.
   *
   * @default {60000}
   */
  failureWindowMs: number;
}

/** How a service that is ready is watched. */
export interface LivenessSettings {
  /**
   * From one check to the next, in milliseconds.
   *
   * @default {10000}
   */
  intervalMs: number;
  /**
   * How long a check may go without an answer, in milliseconds.
   *
   * @default {5000}
   */
  timeoutMs: number;
  /**
   * The checks in a row without a sign of life after which a service hangs.
   *
   * @default {3}
   */
  maxMisses: number;
  /**
   * How long a service that computes but answers nothing counts as busy while the host has no call in flight, in
   * milliseconds: it may work for a client that connects by itself.
   *
   * @default {600000}
   */
  maxBusyMs: number;
}

/** What holds unless options say otherwise. */
export const DEFAULT_RESTART: Readonly<RestartSettings> = {
  policy: "permanent",
  backoff: DEFAULT_BACKOFF,
  wellAfterMs: 60_000,
  maxFailures: 6,
  failureWindowMs: 60_000,
};

/** What holds unless options say otherwise. */
export const DEFAULT_LIVENESS: Readonly<LivenessSettings> = {
  intervalMs: 10_000,
  timeoutMs: 5_000,
  maxMisses: 3,
  maxBusyMs: 600_000,
};
