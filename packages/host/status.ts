/**
 * What a host says about itself and its services. All of it is plain JSON; times are ISO 8601 texts in UTC.
 *
 * @module
 */
import type { LimitsStatus } from "./resources/mod.ts";
import type { ServiceKind } from "./service.ts";
import type { State } from "./supervisor/lifecycle.ts";

/** A failure of a service. */
export interface FailureStatus {
  /** When. */
  at: string;
  /** What happened, in a sentence. */
  cause: string;
}

/** The calls that went through the host; DBFlux and others who connect by themselves are not seen. */
export interface CallStatus {
  /** How many have ended. */
  total: number;
  /** How many of them with an error. */
  failed: number;
  /** The time of all of them, in milliseconds. */
  sumMs: number;
  /** The median of the last 1,024, in milliseconds; null where there was none. */
  p50Ms: number | null;
  /** What 99 of 100 of them did not exceed, in milliseconds. */
  p99Ms: number | null;
}

/** What a service's processes use; null where it is not known. */
export interface UsageStatus {
  /** Resident memory of all its processes, in bytes. */
  memoryBytes: number | null;
  /** Processor time of all its processes, in milliseconds. */
  cpuMs: number | null;
}

/** One service. */
export interface ServiceStatus extends UsageStatus {
  /** Its id. */
  id: string;
  /** What it speaks. */
  kind: ServiceKind;
  /** Where it stands. */
  state: State | "disabled";
  /** Since when. */
  since: string;
  /** When it is started again; null unless it is `waiting`. */
  retryAt: string | null;
  /** Whether somebody else started it, so that it is never stopped; null where it does not run. */
  adopted: boolean | null;
  /** Its process; null where it does not run, or is adopted. */
  pid: number | null;
  /** What it said in Hello; null where it has not, or is no driver. */
  driver: { name: string; version: string; layout: string } | null;
  /** Whether the last checks went without an answer: it may be found hung soon. */
  silent: boolean;
  /** How often it was started again. */
  restarts: number;
  /** Open connections of the host. */
  connections: number;
  /** Open sessions on them. */
  sessions: number;
  /** Requests on them without an answer. */
  inFlight: number;
  /** The calls on them. */
  calls: CallStatus;
  /** Bytes that came from it, through the host. */
  receivedBytes: number;
  /** Bytes that went to it. */
  sentBytes: number;
  /** What it may use, who keeps each limit, and why that is not the kernel; empty where nothing is limited. */
  limits: LimitsStatus;
  /** Why lines are missing in the file of its log; null where none are. */
  logFailure: string | null;
  /** The last failure, also where it is well since. */
  lastError: FailureStatus | null;
  /** The failures within the last minute, oldest first: of a service that was given up, all that led to it. */
  failures: FailureStatus[];
}

/** A host and its services. */
export interface HostStatus {
  /** The package's version. */
  version: string;
  /** The host's own process. */
  pid: number;
  /** Since when it runs. */
  startedAt: string;
  /** Its own resident memory, in bytes. */
  memoryBytes: number;
  /** Its services, in the order of the configuration. */
  services: ServiceStatus[];
}
