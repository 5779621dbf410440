/**
 * The events of a host's services.
 *
 * @module
 */
import type { State } from "./supervisor/lifecycle.ts";

/** A service has changed its state. */
export interface ServiceEvent {
  /** When, as ISO 8601 in UTC. */
  at: string;
  /** The service's id. */
  service: string;
  /** Its new state. */
  event: State;
  /** What went wrong, if that caused the change; else null. */
  cause: string | null;
  /** Whether the cause would be the same each time, so that it was given up at once; else left out. */
  isFinal?: true;
  /** For `waiting`: when it is started again, in milliseconds. */
  retryInMs: number | null;
  /** For `ready`: its process, if the host started it. */
  pid: number | null;
  /** How often it was started again so far. */
  restarts: number;
}

/** An event as a sentence, without its time and service. */
export function eventText({ event, cause, isFinal, retryInMs, pid }: ServiceEvent): string {
  const because = cause === null ? "" : `${cause}; `;
  switch (event) {
    case "ready":
      return pid === null ? "Ready; another program started it" : `Ready as process ${pid}`;
    case "waiting":
      return `${because}starting it again in ${retryInMs} ms`;
    case "given-up":
      return `${because}it ${isFinal ? "is" : "has failed too often and is"} not started again`;
    case "ended":
      return `${because}its restart policy leaves it at that`;
    case "stopping":
      return `${because}${cause === null ? "Stopping" : "stopping it"}`;
    case "starting":
      return "Starting";
    case "stopped":
      return "Stopped";
  }
}
