/**
 * The logs of a host's services as streams, each read from when a page asks for it first.
 *
 * @module
 */
import { LineRing } from "@fluxwire/console";
import type { LogLine } from "@fluxwire/console/api";
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import { pause } from "../pause.ts";
import { HostAnswerError, type HostAsker } from "./host_asker.ts";
import { withoutPaths } from "./without_paths.ts";

/** How many of a log's last lines come first. */
const FIRST_LINES = 1_000;
/** The most logs at once; the one that was asked for first ends then. */
const MAX_LOGS = 16;
/** The pause before a log is asked for again, in milliseconds. */
const AGAIN_MS = 2_000;

interface OpenLog {
  readonly lines: LineRing;
  readonly ending: AbortController;
  readonly running: Promise<void>;
}

/** The logs of one host. */
export class HostLogs implements AsyncDisposable {
  readonly #asker: HostAsker;
  readonly #clock: Clock;
  readonly #logs = new Map<string, OpenLog>();
  readonly #ended: Promise<void>[] = [];

  /** Nothing is read yet. */
  constructor(asker: HostAsker, clock: Clock = SYSTEM_CLOCK) {
    this.#asker = asker;
    this.#clock = clock;
  }

  /** The lines of a service, each a {@link LogLine}. */
  of(service: string): LineRing {
    const known = this.#logs.get(service);
    if (known !== undefined) return known.lines;
    const [first] = this.#logs.keys();
    if (this.#logs.size >= MAX_LOGS) this.#close(first!);
    const lines = new LineRing(), ending = new AbortController();
    const running = this.#run(service, lines, ending.signal);
    this.#logs.set(service, { lines, ending, running });
    return lines;
  }

  /** Ends them. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const service of [...this.#logs.keys()]) this.#close(service);
    await Promise.all(this.#ended);
  }

  #close(service: string): void {
    const { ending, running } = this.#logs.get(service)!;
    this.#logs.delete(service);
    ending.abort();
    this.#ended.push(running);
  }

  async #run(service: string, lines: LineRing, signal: AbortSignal): Promise<void> {
    const onEvent = (event: unknown) => lines.push(JSON.stringify(shownLine(event as SentLine)));
    let note = "";
    while (!signal.aborted) {
      const ended = await this.#follow({ service, signal, onEvent });
      if (signal.aborted) break;
      if (ended !== note) lines.push(JSON.stringify(noteOf(ended, new Date(this.#clock.now()))));
      note = ended;
      await pause(AGAIN_MS, { signal, clock: this.#clock });
    }
    lines.finish();
  }

  /** Why the log ended, in a sentence. */
  async #follow(
    { service, ...options }: { service: string; signal: AbortSignal; onEvent: (event: unknown) => void },
  ): Promise<string> {
    try {
      await this.#asker.ask({ verb: "logs", service, lines: FIRST_LINES, follow: true }, options);
      return "The host was stopped";
    } catch (error) {
      return error instanceof HostAnswerError ? error.message : "The console ends";
    }
  }
}

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

/** What the host writes about a program names its file; what a program writes stays as it is. */
function shownLine({ time, stream, level, text }: SentLine): LogLine {
  return { time, from: stream, level, text: stream === "host" ? withoutPaths(text) : text };
}

function noteOf(text: string, time: Date): LogLine {
  return { time: time.toISOString(), from: "console", level: "warn", text };
}
