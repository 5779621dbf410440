/**
 * A host's status as a page gets it: what it shows, and nothing that names a path.
 *
 * @module
 */
import { withoutPaths } from "@fluxwire/console";
import type { ShownHost, ShownService } from "@fluxwire/console/api";
import type { HostStatus, ServiceStatus } from "@fluxwire/host";
import { eventText, type ServiceEvent } from "@fluxwire/supervise";

/** A status. */
export function shownHost(name: string, status: HostStatus): ShownHost {
  const { version, pid, startedAt, memoryBytes, services } = status;
  return { name, version, pid, startedAt, memoryBytes, services: services.map(shownService) };
}

/** A service. */
export function shownService(status: ServiceStatus): ShownService {
  const { id, state, since, retryAt, adopted, pid, silent, restarts, sessions, memoryBytes } = status;
  const { total, failed, p50Ms, p99Ms } = status.calls;
  const shown = ({ at, cause }: { at: string; cause: string }) => ({ at, cause: withoutPaths(cause) });
  return {
    ...{ id, state, since, retryAt, adopted, pid, silent, restarts, sessions, memoryBytes },
    calls: { total, failed, p50Ms, p99Ms },
    lastError: status.lastError === null ? null : shown(status.lastError),
    failures: status.failures.map(shown),
    hasTap: status.tap,
  };
}

/** An event as a sentence. */
export function shownEvent(event: ServiceEvent): string {
  return `${event.at} ${event.service}: ${withoutPaths(eventText(event))}`;
}
