/**
 * A driver host's status as a table, followed by what is wrong.
 *
 * @module
 */
import { counted } from "@fluxwire/command";
import type { InstanceStatus, NxStatus } from "../host/status.ts";

const HEAD = [
  "INSTANCE",
  "TYPE",
  "STATE",
  "HEALTH",
  "PID",
  "RESTARTS",
  "HUB",
  "IN FLIGHT",
  "ROUTED",
  "P50",
  "P99",
  "MEMORY",
];
/** Columns of numbers, aligned to the right. */
const RIGHT = new Set([4, 5, 7, 8, 9, 10, 11]);

/** The lines of a status for people. */
export function statusLines({ pid, version, startedAt, services, publisher }: NxStatus): string[] {
  const head = `Driver host ${version}, process ${pid}, since ${startedAt}; ${counted(services.length, "instance")}`;
  const rows = [HEAD, ...services.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map((row) =>
    row.map((text, i) => RIGHT.has(i) ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)).join("  ").trimEnd()
  );
  const failures = publisher.failures === 0 ? [] : [`${publisher.failures} records were not published`];
  return [head, ...services.length === 0 ? [] : table, ...failures, ...services.flatMap(notes)];
}

function cells(
  { id, driverType, state, silent, health, pid, restarts, hub, child, memoryBytes }: InstanceStatus,
): string[] {
  return [
    id,
    driverType,
    state === "ready" && silent ? "ready, silent" : state,
    health.status,
    pid === null ? "-" : `${pid}`,
    `${restarts}`,
    hub !== null ? connection(hub.sessionSince !== null) : child !== null ? connection(child.hubConnected) : "-",
    hub === null ? "-" : `${hub.inFlight}`,
    hub === null ? "-" : `${hub.routed}`,
    ms(hub?.p50Ms ?? null),
    ms(hub?.p99Ms ?? null),
    memoryBytes === null ? "-" : `${(memoryBytes / 2 ** 20).toFixed(1)} MiB`,
  ];
}

function notes({ id, health, hub, lastError, watchFailure, logFailure }: InstanceStatus): string[] {
  const details = Object.entries(health.details).map(([name, text]) => `${name}: ${text}`);
  const failed = Object.entries(hub?.failed ?? {}).map(([code, count]) => `${count} ${code}`);
  return [
    ...health.status === "OK" || details.length === 0 ? [] : [`${id}: health ${health.status}: ${details.join(", ")}`],
    ...failed.length === 0 ? [] : [`${id}: failed commands: ${failed.join(", ")}`],
    ...hub === null || hub.dropped === 0 ? [] : [`${id}: ${hub.dropped} answers with an unknown or late id`],
    ...watchFailure === null ? [] : [`${id}: its processes cannot be seen: ${watchFailure}`],
    ...logFailure === null ? [] : [`${id}: lines are missing in the file of its log: ${logFailure}`],
    ...lastError === null ? [] : [`${id}: last error at ${lastError.at}: ${lastError.cause}`],
  ].map((line) => line.replace(/\s+/g, " "));
}

function connection(isConnected: boolean): string {
  return isConnected ? "connected" : "away";
}

function ms(value: number | null): string {
  return value === null ? "-" : `${value.toFixed(1)} ms`;
}
