/**
 * Statuses for tests of their formats.
 *
 * @module
 */
import type { HostStatus, ServiceStatus } from "@fluxwire/host";

/** A service that is ready and has answered 3 calls; with changes. */
export function serviceStatus(changes: Partial<ServiceStatus> = {}): ServiceStatus {
  return {
    id: "planets.sock",
    kind: "driver",
    state: "ready",
    since: "2026-01-02T03:04:05.678Z",
    retryAt: null,
    adopted: false,
    pid: 42,
    driver: { name: "Planets", version: "1.0.0", layout: "0.7.1" },
    silent: false,
    restarts: 2,
    tap: false,
    connections: 1,
    sessions: 1,
    inFlight: 0,
    calls: { total: 3, failed: 1, sumMs: 7.5, p50Ms: 2, p99Ms: 4.5 },
    receivedBytes: 900,
    sentBytes: 100,
    memoryBytes: 52_428_800,
    cpuMs: 1_250,
    limits: {},
    watchFailure: null,
    logFailure: null,
    lastError: null,
    failures: [],
    ...changes,
  };
}

/** A host with these services. */
export function hostStatus(...services: ServiceStatus[]): HostStatus {
  return { version: "0.1.0", pid: 41, startedAt: "2026-01-02T03:04:00.000Z", memoryBytes: 80_000_000, services };
}
