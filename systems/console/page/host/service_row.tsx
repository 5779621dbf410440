/**
 * A service of a host in one line of text.
 *
 * @module
 */
import type { ShownService } from "@fluxwire/console/api";
import { counted } from "../list/counted.ts";
import { type ComponentChildren, h } from "../preact.ts";
import type { CallRate } from "./call_rate.ts";
import { markOf, stateOf } from "./order.ts";

/** What a row needs. */
export interface ServiceRowProps {
  /** The service. */
  readonly service: ShownService;
  /** Its calls. */
  readonly rate: CallRate;
  /** Whether it is chosen. */
  readonly isChosen: boolean;
  /** The user chooses it. */
  onChoose(id: string): void;
}

/** The row. */
export function ServiceRow({ service, rate, isChosen, onChoose }: ServiceRowProps): ComponentChildren {
  const { id, restarts, lastError } = service, state = stateOf(service), isRunning = service.state === "ready";
  const { bars, calls } = rate.lastMinute(id, Date.now());
  return (
    <div
      id={`service-${id}`}
      class={`row service ${state} ${isChosen ? "selected" : ""}`}
      role="option"
      aria-selected={isChosen}
      onMouseDown={() => onChoose(id)}
    >
      <span class="mark">{markOf(service)}</span> <b>{id.padEnd(24)}</b> {state.padEnd(9)}{" "}
      {sinceText(service).padEnd(13)}
      {`${restarts} ${restarts === 1 ? "restart " : "restarts"}`.padStart(12)}
      {isRunning && `  ${timesText(service)}  `}
      {isRunning && <span class="bars" title={`${counted(calls, "call")} in the last minute`}>{bars}</span>}
      {isRunning && `  ${memoryText(service.memoryBytes)}  ${counted(service.sessions, "session")}`}
      {!isRunning && lastError !== null && <span class="cause">{`  ${lastError.cause}`}</span>}
    </div>
  );
}

/** How long it has been so, or when it is started again. */
export function sinceText({ state, since, retryAt }: ShownService): string {
  if (state === "waiting" && retryAt !== null) return `at ${new Date(retryAt).toLocaleTimeString("en-GB")}`;
  const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(since)) / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} days`;
}

/** A size of memory; a dash if it is not known. */
export function memoryText(bytes: number | null): string {
  return bytes === null ? "– MB" : `${Math.round(bytes / 1_000_000)} MB`;
}

function timesText({ calls: { p50Ms, p99Ms } }: ShownService): string {
  return p50Ms === null || p99Ms === null
    ? "no calls".padEnd(20)
    : `p50 ${p50Ms.toFixed(1)} p99 ${p99Ms.toFixed(1)} ms`.padEnd(20);
}
