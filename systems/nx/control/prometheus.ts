/**
 * A driver host's status in Prometheus's text format.
 *
 * @module
 */
import { exposition, HOST_METRICS, inSeconds, type Metric, type Sample, SERVICE_METRICS } from "@fluxwire/supervise";
import type { HubStatus, InstanceStatus, NxStatus } from "../host/status.ts";

const PUBLISHER_METRICS: readonly Metric<NxStatus>[] = [
  {
    name: "fluxwire_nx_published_total",
    type: "counter",
    help: "Records that the publisher has taken.",
    samples: ({ publisher: { published } }) => Object.entries(published).map(([kind, count]) => [{ kind }, count]),
  },
  {
    name: "fluxwire_nx_publish_failures_total",
    type: "counter",
    help: "Records that a sink has not taken.",
    samples: ({ publisher: { failures } }) => [[{}, failures]],
  },
];

const INSTANCE_METRICS: readonly Metric<InstanceStatus>[] = [
  ofHub("proxy_calls_total", "counter", "Commands that have ended, by code; OK is a result.", (hub) => {
    const failed = Object.entries(hub.failed), failures = failed.reduce((sum, [, count]) => sum + count, 0);
    return [["OK", hub.routed - failures] as const, ...failed].map(([code, count]) => [{ code }, count]);
  }),
  ofHub("proxy_duration_seconds", "summary", "How long commands took; the quantiles are of the last 1024.", (hub) => [
    [{ quantile: "0.5" }, inSeconds(hub.p50Ms)],
    [{ quantile: "0.99" }, inSeconds(hub.p99Ms)],
    [{}, inSeconds(hub.sumMs), "_sum"],
    [{}, hub.routed, "_count"],
  ]),
  ofHub("proxy_in_flight", "gauge", "Commands without an answer.", ({ inFlight }) => [[{}, inFlight]]),
  ofHub("proxy_waiting", "gauge", "Commands that wait to be sent.", ({ waiting }) => [[{}, waiting]]),
  ofHub("hub_connected", "gauge", "Whether the hub has a session.", ({ sessionSince }) => {
    return [[{}, Number(sessionSince !== null)]];
  }),
  {
    name: "fluxwire_nx_health",
    type: "gauge",
    help: "1 for the health that the instance has.",
    samples: ({ health: { status } }) => {
      return [...new Set(["OK", "DEGRADED", "DOWN", status])].map((
        word,
      ) => [{ status: word }, Number(word === status)]);
    },
  },
];

/** The whole exposition, ended by a newline. */
export function prometheusText(status: NxStatus): string {
  return exposition(status, {
    host: [...HOST_METRICS, ...PUBLISHER_METRICS],
    service: [...SERVICE_METRICS, ...INSTANCE_METRICS],
  });
}

function ofHub(
  name: string,
  type: Metric<InstanceStatus>["type"],
  help: string,
  samples: (hub: HubStatus) => readonly Sample[],
): Metric<InstanceStatus> {
  return {
    name: `fluxwire_nx_${name}`,
    type,
    help,
    samples: ({ hub, deviceId }) => {
      if (hub === null) return [];
      return samples(hub).map(([labels, ...rest]) => [{ hub: deviceId, ...labels }, ...rest] as const);
    },
  };
}
