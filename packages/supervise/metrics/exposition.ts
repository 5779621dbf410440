/**
 * Metrics in Prometheus's text format, and those that every host has.
 *
 * @module
 */
import type { HostStatusBase, ServiceStatusBase } from "../status.ts";

/** One sample: labels, then the value; null if the value is unknown. */
export type Sample = readonly [labels: Readonly<Record<string, string>>, value: number | null, suffix?: string];

/** One metric of a subject: a host, or a service. */
export interface Metric<T> {
  /** Its name. */
  name: string;
  /** What its values are. */
  type: "gauge" | "counter" | "summary";
  /** What it says, in a sentence. */
  help: string;
  /** Its values. */
  samples: (subject: T) => readonly Sample[];
}

const STATES = ["disabled", "stopped", "starting", "ready", "waiting", "stopping", "ended", "given-up"] as const;

/** The metrics of every host. */
export const HOST_METRICS: readonly Metric<HostStatusBase<ServiceStatusBase>>[] = [
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

/** The metrics of every service of a host. */
export const SERVICE_METRICS: readonly Metric<ServiceStatusBase>[] = [
  serviceGauge("up", "Whether the service is ready.", ({ state }) => Number(state === "ready")),
  {
    name: "fluxwire_service_state",
    type: "gauge",
    help: "1 for the state that the service is in.",
    samples: ({ state }) => STATES.map((name) => [{ state: name }, Number(state === name)]),
  },
  serviceGauge("silent", "Whether the last checks of a ready service had no answer.", ({ silent }) => Number(silent)),
  serviceCounter("restarts_total", "How often the service was started again.", ({ restarts }) => restarts),
  serviceGauge("recent_failures", "Failures within the last minute.", ({ failures }) => failures.length),
  serviceGauge("resident_memory_bytes", "Resident memory of all its processes.", ({ memoryBytes }) => memoryBytes),
  serviceCounter("cpu_seconds_total", "Processor time of all its processes.", ({ cpuMs }) => inSeconds(cpuMs)),
  serviceGauge("memory_limit_bytes", "The memory it may use.", ({ limits }) => limits.memoryBytes?.limit ?? null),
  {
    name: "fluxwire_service_limit_kept",
    type: "gauge",
    help: "Whether the limit is enforced, and by what.",
    samples: ({ limits }) =>
      Object.entries(limits).map(([limit, { enforcement: by }]) => [{ limit, by }, Number(by !== "none")]),
  },
];

/** A metric of a service with one value, named `fluxwire_service_NAME`. */
export function serviceGauge<S>(name: string, help: string, value: (service: S) => number | null): Metric<S> {
  return single("gauge", name, help, value);
}

/** As {@link serviceGauge}, for a value that only grows. */
export function serviceCounter<S>(name: string, help: string, value: (service: S) => number | null): Metric<S> {
  return single("counter", name, help, value);
}

/**
 * The exposition of a host and its services, ended by a newline. Samples of a service have its id as label `service`;
 * metrics without a known value are left out.
 */
export function exposition<S extends ServiceStatusBase, H extends HostStatusBase<S>>(
  status: H,
  metrics: { host: readonly Metric<H>[]; service: readonly Metric<S>[] },
): string {
  const host = metrics.host.map((metric) => block(metric, metric.samples(status)));
  const services = metrics.service.map((metric) =>
    block(
      metric,
      status.services.flatMap((service) =>
        metric.samples(service).map(([labels, ...rest]) => [{ service: service.id, ...labels }, ...rest] as const)
      ),
    )
  );
  return [...host, ...services].join("");
}

/** Milliseconds in the unit of Prometheus. */
export function inSeconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
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

function single<S>(
  type: "gauge" | "counter",
  name: string,
  help: string,
  value: (service: S) => number | null,
): Metric<S> {
  return { name: `fluxwire_service_${name}`, type, help, samples: (service) => [[{}, value(service)]] };
}
