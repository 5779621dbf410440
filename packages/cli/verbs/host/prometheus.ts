/**
 * A host's status in Prometheus's text format.
 *
 * @module
 */
import type { HostStatus, ServiceStatus } from "@fluxwire/host";
import {
  exposition,
  HOST_METRICS,
  inSeconds,
  type Metric,
  SERVICE_METRICS,
  serviceCounter,
  serviceGauge,
} from "@fluxwire/supervise";

const DRIVER_METRICS: readonly Metric<ServiceStatus>[] = [
  serviceGauge("connections", "Open connections of the host.", ({ connections }) => connections),
  serviceGauge("sessions", "Open sessions of the host.", ({ sessions }) => sessions),
  serviceGauge("calls_in_flight", "Requests without an answer.", ({ inFlight }) => inFlight),
  {
    name: "fluxwire_service_call_duration_seconds",
    type: "summary",
    help: "How long calls took; the quantiles are of the last 1024.",
    samples: ({ calls: { p50Ms, p99Ms, sumMs, total } }) => [
      [{ quantile: "0.5" }, inSeconds(p50Ms)],
      [{ quantile: "0.99" }, inSeconds(p99Ms)],
      [{}, inSeconds(sumMs), "_sum"],
      [{}, total, "_count"],
    ],
  },
  serviceCounter("call_failures_total", "Calls that ended with an error.", ({ calls }) => calls.failed),
  serviceCounter("received_bytes_total", "Bytes received from the service.", ({ receivedBytes }) => receivedBytes),
  serviceCounter("sent_bytes_total", "Bytes sent to the service.", ({ sentBytes }) => sentBytes),
];

/** The whole exposition, ended by a newline. */
export function prometheusText(status: HostStatus): string {
  return exposition(status, { host: HOST_METRICS, service: [...SERVICE_METRICS, ...DRIVER_METRICS] });
}
