/**
 * The status of a driver host and its instances. All of it is plain JSON; times are ISO 8601 texts in UTC.
 *
 * @module
 */
import type { HostStatusBase, ServiceStatusBase } from "@fluxwire/supervise";
import type { DriverType } from "../instances/instance.ts";
import type { Health } from "./health.ts";

/** What only a HUB has. */
export interface HubStatus {
  /** Since when it has its session; null for none. */
  sessionSince: string | null;
  /** Whether a launch token proves who it is; null without a session. */
  sure: boolean | null;
  /** What it can do besides commands. */
  features: string[];
  /** How many commands it takes at once. */
  maxInFlight: number | null;
  /** Commands without an answer. */
  inFlight: number;
  /** Commands that wait to be sent. */
  waiting: number;
  /** Calls that have ended. */
  routed: number;
  /** How many of them have failed, by code. */
  failed: Record<string, number>;
  /** Answers with an unknown or late id. */
  dropped: number;
  /** The time of all calls, in milliseconds. */
  sumMs: number;
  /** The median of the last 1,024, in milliseconds; null if there was none. */
  p50Ms: number | null;
  /** What 99 of 100 of them did not exceed. */
  p99Ms: number | null;
  /** The instances that are bound to it. */
  children: string[];
}

/** What only a CHILD has. */
export interface ChildStatus {
  /** The device id of its hub; null if its configuration names none. */
  hubDeviceId: string | null;
  /** Its name there. */
  childRef: string | null;
  /** Whether its hub has a session. */
  hubConnected: boolean;
}

/** One instance. */
export interface InstanceStatus extends ServiceStatusBase {
  /** The id of its device. */
  deviceId: string;
  /** The id of its driver. */
  driverId: string;
  /** What it is. */
  driverType: DriverType;
  /** The version that the driver has said; null if it has not. */
  driverVersion: string | null;
  /** Whether it has a driver session. */
  session: boolean;
  /** How well it is. */
  health: Health;
  /** For a HUB; null for others. */
  hub: HubStatus | null;
  /** For a CHILD; null for others. */
  child: ChildStatus | null;
}

/** What went to the publisher. */
export interface PublishStatus {
  /** Records that were taken, by call. */
  published: Record<string, number>;
  /** Records that a sink has not taken. */
  failures: number;
}

/** A host and its instances. */
export interface NxStatus extends HostStatusBase<InstanceStatus> {
  /** The publisher. */
  publisher: PublishStatus;
}
