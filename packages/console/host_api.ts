/**
 * What the console's page and its server say to each other about a host.
 *
 * @module
 */
import type { ErrorJson } from "./api.ts";

/** A failure of a service. */
export interface ShownFailure {
  /** When, as ISO 8601 in UTC. */
  readonly at: string;
  /** What happened, in a sentence. */
  readonly cause: string;
}

/** A service, as a page shows it. */
export interface ShownService {
  /** Its id. */
  readonly id: string;
  /** Its state: `ready`, `waiting`, `given-up` and others. */
  readonly state: string;
  /** Since when, as ISO 8601 in UTC. */
  readonly since: string;
  /** When it is started again; null unless it waits. */
  readonly retryAt: string | null;
  /** Whether another program started it; null if it does not run. */
  readonly adopted: boolean | null;
  /** Its process; null if it does not run, or is adopted. */
  readonly pid: number | null;
  /** Whether the last checks got no answer. */
  readonly silent: boolean;
  /** How often it was started again. */
  readonly restarts: number;
  /** Open sessions of the host. */
  readonly sessions: number;
  /** The calls of the host: how many, and their times in milliseconds. */
  readonly calls: {
    readonly total: number;
    readonly failed: number;
    readonly p50Ms: number | null;
    readonly p99Ms: number | null;
  };
  /** The memory of all its processes, in bytes; null if unknown. */
  readonly memoryBytes: number | null;
  /** The last failure, even if it has been ready since. */
  readonly lastError: ShownFailure | null;
  /** The failures within the last minute, oldest first. */
  readonly failures: readonly ShownFailure[];
  /** Whether its frames can be read: the stream `wire.ID`. */
  readonly hasTap: boolean;
}

/** A host, as a page shows it. */
export interface ShownHost {
  /** Its name, which must be typed to stop it. */
  readonly name: string;
  /** Its version. */
  readonly version: string;
  /** Its own process. */
  readonly pid: number;
  /** Since when it runs, as ISO 8601 in UTC. */
  readonly startedAt: string;
  /** Its own memory, in bytes. */
  readonly memoryBytes: number;
  /** Its services, in the order of the configuration. */
  readonly services: readonly ShownService[];
}

/** A line of the stream `status` of a host: all of it, what has changed, or why there is nothing. */
export type HostLine =
  | { readonly status: ShownHost }
  | {
    /** The services that are others than before. */
    readonly services: readonly ShownService[];
    /** The ids of services that are gone. */
    readonly gone: readonly string[];
    /** What has happened, as sentences that begin with the service's id. */
    readonly events: readonly string[];
    /** How many events were left out. */
    readonly missed: number;
  }
  | { readonly absent: ErrorJson };

/** A line of the stream `wire.ID` of a host: lines of a recording, as many as came at once. */
export interface ShownFrames {
  /** The lines: a header, then an entry each. */
  readonly lines: readonly string[];
  /** How many lines before them are no longer kept. */
  readonly missed: number;
  /**
   * Why there are none now, in a sentence.
   *
   * @default {undefined}
   */
  readonly note?: string;
}

/** What `explain` of a host answers: why a service does not run. */
export interface ShownReason {
  /** Its last failure; null if it has none. */
  readonly lastError: ShownFailure | null;
  /** The code of the failure; null if it is not known. */
  readonly code: string | null;
  /** What that code means; null without a code. */
  readonly happened: string | null;
  /** The usual causes. */
  readonly causes: readonly string[];
  /** What to do about it. */
  readonly remedy: string | null;
  /** Commands to copy. */
  readonly commands: readonly string[];
  /** The last lines that it wrote. */
  readonly lastWords: readonly string[];
}

/** Whether a value is a {@link HostLine}. */
export function isHostLine(value: unknown): value is HostLine {
  const { status, services, gone, events, absent } = record(value);
  if (status !== undefined) return isShownHost(status);
  if (absent !== undefined) return typeof record(absent)["message"] === "string";
  return Array.isArray(services) && services.every(isShownService) && Array.isArray(gone) && Array.isArray(events);
}

/** Whether a value is a {@link ShownFrames}. */
export function isShownFrames(value: unknown): value is ShownFrames {
  const { lines, missed } = record(value);
  return Array.isArray(lines) && typeof missed === "number";
}

/** Whether a value is a {@link ShownReason}. */
export function isShownReason(value: unknown): value is ShownReason {
  const { causes, commands, lastWords } = record(value);
  return [causes, commands, lastWords].every(Array.isArray);
}

function isShownHost(value: unknown): value is ShownHost {
  const { name, version, services } = record(value);
  return typeof name === "string" && typeof version === "string" && Array.isArray(services) &&
    services.every(isShownService);
}

function isShownService(value: unknown): value is ShownService {
  const { id, state, calls, failures } = record(value);
  return typeof id === "string" && typeof state === "string" && typeof calls === "object" && calls !== null &&
    Array.isArray(failures);
}

function record(value: unknown): Record<string, unknown> {
  return (value ?? {}) as Record<string, unknown>;
}
