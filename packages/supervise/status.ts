/**
 * The status of a host and its services, without what each system adds. All of it is plain JSON;
 * times are ISO 8601 texts in UTC.
 *
 * @module
 */
import type { LimitsStatus } from "./limits/limit_status.ts";
import type { State } from "./supervisor/lifecycle.ts";

/** A failure of a service. */
export interface FailureStatus {
  /** When. */
  at: string;
  /** What happened, in a sentence. */
  cause: string;
  /**
   * The code of a failed start, which `fluxwire explain` explains; only of the last failure.
   *
   * @default {undefined}
   */
  code?: string;
  /**
   * What to do about it, in a sentence; beside the code.
   *
   * @default {undefined}
   */
  hint?: string;
}

/** What a service's processes use; null if unknown. */
export interface UsageStatus {
  /** Resident memory of all its processes, in bytes. */
  memoryBytes: number | null;
  /** Processor time of all its processes, in milliseconds. */
  cpuMs: number | null;
}

/** One service. */
export interface ServiceStatusBase extends UsageStatus {
  /** Its id. */
  id: string;
  /** Its state. */
  state: State | "disabled";
  /** Since when. */
  since: string;
  /** When it is started again; null unless it is `waiting`. */
  retryAt: string | null;
  /** Whether another program started it, so that it is never stopped; null if it does not run. */
  adopted: boolean | null;
  /** Its process; null if it does not run, or is adopted. */
  pid: number | null;
  /** Whether the last checks got no answer: it may soon count as hung. */
  silent: boolean;
  /** How often it was started again. */
  restarts: number;
  /** What it may use, what enforces each limit, and why that is not the kernel; empty if nothing is limited. */
  limits: LimitsStatus;
  /**
   * Why its processes cannot be seen: for now, so that no watchdog keeps its limits, or never, on systems without `/proc`.
   * Null if they can, or it does not run.
   */
  watchFailure: string | null;
  /** Why lines are missing in the file of its log; null if none are. */
  logFailure: string | null;
  /** The last failure, even if it has been ready since. */
  lastError: FailureStatus | null;
  /** The failures within the last minute, oldest first: of a service that was given up, all that led to it. */
  failures: FailureStatus[];
}

/** A host and its services. */
export interface HostStatusBase<S extends ServiceStatusBase> {
  /** The package's version. */
  version: string;
  /** The host's own process. */
  pid: number;
  /** Since when it runs. */
  startedAt: string;
  /** Its own resident memory, in bytes. */
  memoryBytes: number;
  /** Its services, in the order of the configuration. */
  services: S[];
}
