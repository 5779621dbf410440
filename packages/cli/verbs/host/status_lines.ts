/**
 * A host's status as a table, followed by each service's errors.
 *
 * @module
 */
import type { HostStatus, ServiceStatus } from "@fluxwire/host";
import { counted, oneLine } from "@fluxwire/command";

const HEAD = ["SERVICE", "STATE", "PID", "RESTARTS", "SESSIONS", "IN FLIGHT", "P50", "P99", "MEMORY", "LIMITS"];
/** Columns of numbers, aligned to the right. */
const RIGHT = new Set([2, 3, 4, 5, 6, 7, 8]);

/** The lines of a status for people. */
export function statusLines({ pid, version, startedAt, services }: HostStatus): string[] {
  const head = `Host ${version}, process ${pid}, since ${startedAt}; ${counted(services.length, "service")}`;
  const rows = [HEAD, ...services.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map((row) =>
    row.map((text, i) => RIGHT.has(i) ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)).join("  ").trimEnd()
  );
  const errors = services.flatMap(errorLines);
  return [head, ...services.length === 0 ? [] : table, ...errors];
}

/** Why it is not watched, what its log lacks, its last error, and of a service that was given up what led to that. */
function errorLines({ id, state, lastError, failures, watchFailure, logFailure }: ServiceStatus): string[] {
  const log = [
    ...watchFailure === null ? [] : [`${oneLine(id)}: its processes cannot be seen: ${watchFailure}`],
    ...logFailure === null ? [] : [`${oneLine(id)}: lines are missing in the file of its log: ${oneLine(logFailure)}`],
  ];
  if (lastError === null) return log;
  const last = `${oneLine(id)}: last error at ${lastError.at}: ${oneLine(lastError.cause)}`;
  if (state !== "given-up") return [...log, last];
  const causes = Map.groupBy(failures, ({ cause }) => cause);
  return [
    ...log,
    last,
    ...[...causes].map(([cause, { length }]) => `${oneLine(id)}: failed ${length} times: ${oneLine(cause)}`),
  ];
}

function cells(service: ServiceStatus): string[] {
  const { id, pid, restarts, sessions, inFlight, calls, memoryBytes, limits } = service;
  return [
    oneLine(id),
    stateText(service),
    pid === null ? "-" : `${pid}`,
    `${restarts}`,
    `${sessions}`,
    `${inFlight}`,
    msText(calls.p50Ms),
    msText(calls.p99Ms),
    memoryBytes === null ? "-" : `${(memoryBytes / 2 ** 20).toFixed(1)} MiB`,
    limitsText(limits),
  ];
}

/** What enforces each limit: `memory cgroup, cpu none`. */
function limitsText(limits: ServiceStatus["limits"]): string {
  const names = { memoryBytes: "memory", cpuPercent: "cpu", maxProcesses: "processes" } as const;
  const texts = Object.entries(names).flatMap(([name, text]) => {
    const limit = limits[name as keyof typeof names];
    return limit === undefined ? [] : [`${text} ${limit.enforcement}`];
  });
  return texts.join(", ") || "-";
}

function stateText({ state, adopted, silent }: ServiceStatus): string {
  if (state !== "ready") return state;
  return `ready${adopted ? ", adopted" : ""}${silent ? ", silent" : ""}`;
}

function msText(ms: number | null): string {
  return ms === null ? "-" : `${ms.toFixed(1)} ms`;
}
