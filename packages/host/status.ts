/**
 * The status of a host and its services. All of it is plain JSON; times are ISO 8601 texts in UTC.
 *
 * @module
 */
import type { HostStatusBase, ServiceStatusBase } from "@fluxwire/supervise";
import type { ServiceKind } from "./service.ts";

/** The calls that went through the host; programs that connect by themselves, as DBFlux does, are not counted. */
export interface CallStatus {
  /** How many have ended. */
  total: number;
  /** How many of them with an error. */
  failed: number;
  /** The time of all of them, in milliseconds. */
  sumMs: number;
  /** The median of the last 1,024, in milliseconds; null if there was none. */
  p50Ms: number | null;
  /** What 99 of 100 of them did not exceed, in milliseconds. */
  p99Ms: number | null;
}

/** One service. */
export interface ServiceStatus extends ServiceStatusBase {
  /** What it speaks. */
  kind: ServiceKind;
  /** Its answer to Hello; null before that, and for an auth provider. */
  driver: { name: string; version: string; layout: string } | null;
  /** Whether its frames can be looked at now. */
  tap: boolean;
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
}

/** A host and its services. */
export type HostStatus = HostStatusBase<ServiceStatus>;
