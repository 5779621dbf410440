/**
 * What a page gets of the log of a service, and of its frames.
 *
 * @module
 */
import { withoutPaths } from "@fluxwire/console";
import type { LogLine } from "@fluxwire/console/api";
import { Followed } from "./followed.ts";
import type { HostAsker } from "./host_asker.ts";

/** How many of a log's last lines come first. */
const FIRST_LINES = 1_000;

/** A line of a log, as a host sends it. */
export interface SentLine {
  /** When, as ISO 8601 in UTC. */
  readonly time: string;
  /** The service that it is about. */
  readonly service: string;
  /** `stdout`, `stderr`, `rpc`, or `host`. */
  readonly stream: string;
  /** Its level. */
  readonly level: string;
  /** Its text. */
  readonly text: string;
}

/** The logs of a host's services; each line is a {@link LogLine}. */
export function hostLogs(asker: HostAsker): Followed {
  return new Followed({
    asker,
    question: { verb: "logs", lines: FIRST_LINES },
    lineOf: (event) => JSON.stringify(shownLine(event as SentLine, asker)),
    noteOf: (text, time) => JSON.stringify({ time: time.toISOString(), from: "console", level: "warn", text }),
  });
}

/** The frames of a host's services; each line is a `ShownFrames`. */
export function hostFrames(asker: HostAsker): Followed {
  return new Followed({
    asker,
    question: { verb: "frames" },
    lineOf: (event) => JSON.stringify(event),
    noteOf: (note) => JSON.stringify({ lines: [], missed: 0, note }),
  });
}

/** Neither what the host writes about a program nor what a program writes names folders. */
function shownLine({ time, stream, level, text }: SentLine, asker: HostAsker): LogLine {
  return { time, from: stream, level, text: stream === "host" ? withoutPaths(text) : asker.programText(text) };
}
