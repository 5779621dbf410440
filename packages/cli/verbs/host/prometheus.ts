/**
 * A host's status in Prometheus's text format.
 *
 * @module
 */
import type { HostStatus, ServiceStatus } from "@fluxwire/host";

/** One sample: labels, then the value; null if the value is unknown. */
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number | null, suffix?: string];

/** One metric of a host. */
interface Metric<T> {
  name: string;
  type: "gauge" | "counter" | "summary";
  help: string;
  samples: (subject: T) => readonly Sample[];
}

const STATES = ["disabled", "stopped", "starting", "ready", "waiting", "stopping", "ended", "given-up"] as const;

const HOST_METRICS: readonly Metric<HostStatus>[] = [
  {
    name: "fluxwire_host_info",
    type: "gauge",
    help: "The running host.",
    samples: ({ version }) => [[{ version }, 1]],
  },
  {
    name: "fluxwire_host_start_time_seconds",
    type: "gauge",
    help: "When the host started, in seconds since 1970.",
    samples: ({ startedAt }) => [[{}, Date.parse(startedAt) / 1000]],
  },
  {
    name: "fluxwire_host_resident_memory_bytes",
    type: "gauge",
    help: "Resident memory of the host itself.",
    samples: ({ memoryBytes }) => [[{}, memoryBytes]],
  },
];

const SERVICE_METRICS: readonly Metric<ServiceStatus>[] = [
  gauge("up", "Whether the service is ready.", ({ state }) => Number(state === "ready")),
  {
    name: "fluxwire_service_state",
    type: "gauge",
    help: "1 for the state that the service is in.",
    samples: ({ state }) => STATES.map((name) => [{ state: name }, Number(state === name)]),
  },
  gauge("silent", "Whether the last checks of a ready service had no answer.", ({ silent }) => Number(silent)),
  counter("restarts_total", "How often the service was started again.", ({ restarts }) => restarts),
  gauge("recent_failures", "Failures within the last minute.", ({ failures }) => failures.length),
  gauge("connections", "Open connections of the host.", ({ connections }) => connections),
  gauge("sessions", "Open sessions of the host.", ({ sessions }) => sessions),
  gauge("calls_in_flight", "Requests without an answer.", ({ inFlight }) => inFlight),
  {
    name: "fluxwire_service_call_duration_seconds",
    type: "summary",
    help: "How long calls took; the quantiles are of the last 1024.",
    samples: ({ calls: { p50Ms, p99Ms, sumMs, total } }) => [
      [{ quantile: "0.5" }, seconds(p50Ms)],
      [{ quantile: "0.99" }, seconds(p99Ms)],
      [{}, seconds(sumMs), "_sum"],
      [{}, total, "_count"],
    ],
  },
  counter("call_failures_total", "Calls that ended with an error.", ({ calls }) => calls.failed),
  counter("received_bytes_total", "Bytes received from the service.", ({ receivedBytes }) => receivedBytes),
  counter("sent_bytes_total", "Bytes sent to the service.", ({ sentBytes }) => sentBytes),
  gauge("resident_memory_bytes", "Resident memory of all its processes.", ({ memoryBytes }) => memoryBytes),
  counter("cpu_seconds_total", "Processor time of all its processes.", ({ cpuMs }) => seconds(cpuMs)),
  gauge("memory_limit_bytes", "The memory it may use.", ({ limits }) => limits.memoryBytes?.limit ?? null),
  {
    name: "fluxwire_service_limit_kept",
    type: "gauge",
    help: "Whether the limit is enforced, and by what.",
    samples: ({ limits }) =>
      Object.entries(limits).map(([limit, { enforcement: by }]) => [{ limit, by }, Number(by !== "none")]),
  },
];

/** The whole exposition, ended by a newline. */
export function prometheusText(status: HostStatus): string {
  const host = HOST_METRICS.map((metric) => block(metric, metric.samples(status)));
  const services = SERVICE_METRICS.map((metric) =>
    block(
      metric,
      status.services.flatMap((service) =>
        metric.samples(service).map(([labels, ...rest]) => [{ service: service.id, ...labels }, ...rest] as const)
      ),
    )
  );
  return [...host, ...services].join("");
}

function block({ name, type, help }: Metric<never>, samples: readonly Sample[]): string {
  const lines = samples.flatMap(([labels, value, suffix = ""]) =>
    value === null ? [] : [`${name}${suffix}${labelText(labels)} ${value}\n`]
  );
  return lines.length === 0 ? "" : `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escapeLabel(value: string): string {
  return value.replace(/[\\"\n]/g, (character) => character === "\n" ? "\\n" : `\\${character}`);
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}

function gauge(name: string, help: string, value: (service: ServiceStatus) => number | null): Metric<ServiceStatus> {
  return single("gauge", name, help, value);
}

function counter(name: string, help: string, value: (service: ServiceStatus) => number | null): Metric<ServiceStatus> {
  return single("counter", name, help, value);
}

function single(
  type: "gauge" | "counter",
  name: string,
  help: string,
  value: (service: ServiceStatus) => number | null,
): Metric<ServiceStatus> {
  return { name: `fluxwire_service_${name}`, type, help, samples: (service) => [[{}, value(service)]] };
}
