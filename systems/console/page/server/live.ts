/**
 * The page's one socket: streams of lines that go on where they were after it was lost.
 *
 * @module
 */
import { type Down, type ErrorJson, FIRST_CREDIT } from "@fluxwire/console/api";
import { type ReadonlySignal, type Signal, signal } from "../signals.ts";

/** The shortest and the longest pause before the socket is opened again, in milliseconds. */
const MIN_PAUSE = 200, MAX_PAUSE = 5_000;
/** What the server closes with if the token is not its own. */
const NO_TOKEN = 4401;

/** How the socket is. */
export type LiveState = "connecting" | "live" | "reconnecting" | "refused" | "none";

/** What a stream gives. */
export interface StreamReader {
  /** Takes lines, and the number of those that the server no longer had before them. */
  lines(lines: readonly string[], missed: number): void;
  /** The stream has ended; an error says why. */
  end?(error: ErrorJson | null): void;
}

interface Open {
  readonly source: string;
  readonly stream: string;
  readonly reader: StreamReader;
  next: number;
  unpaid: number;
}

/** The socket and its streams. */
export class Live {
  readonly #token: string | null;
  readonly #state: Signal<LiveState>;
  readonly #build: Signal<string | null> = signal(null);
  readonly #streams = new Map<number, Open>();
  #socket: WebSocket | null = null;
  #pause = MIN_PAUSE;
  #ids = 0;

  /** Opens the socket; null stands for a page without a server. */
  constructor(token: string | null) {
    this.#token = token;
    this.#state = signal(token === null ? "none" : "connecting");
    if (token !== null) this.#open();
  }

  /** How it is. */
  get state(): ReadonlySignal<LiveState> {
    return this.#state;
  }

  /** The build of the server's page; null before the server has sent it. */
  get build(): ReadonlySignal<string | null> {
    return this.#build;
  }

  /** Reads a stream from its first line on, for as long as the page is there. */
  read(source: string, stream: string, reader: StreamReader): void {
    const id = ++this.#ids;
    this.#streams.set(id, { source, stream, reader, next: 0, unpaid: 0 });
    this.#say({ on: id, source, stream, from: 0 });
  }

  #open(): void {
    const socket = this.#socket = new WebSocket(`ws://${location.host}/api/live`);
    socket.onopen = () => {
      socket.send(JSON.stringify({ token: this.#token }));
      for (const [id, { source, stream, next }] of this.#streams) {
        socket.send(JSON.stringify({ on: id, source, stream, from: next }));
      }
    };
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
    socket.onclose = ({ code }) => {
      this.#state.value = code === NO_TOKEN ? "refused" : "reconnecting";
      if (code === NO_TOKEN) return;
      setTimeout(() => this.#open(), this.#pause);
      this.#pause = Math.min(this.#pause * 2, MAX_PAUSE);
    };
  }

  #take(message: Down): void {
    if ("build" in message) {
      this.#state.value = "live";
      this.#build.value = message.build;
      this.#pause = MIN_PAUSE;
      return;
    }
    const open = this.#streams.get(message.id);
    if (open === undefined) return;
    if ("end" in message) {
      this.#streams.delete(message.id);
      return open.reader.end?.(message.end);
    }
    const { lines, missed } = message;
    open.next += missed + lines.length;
    open.reader.lines(lines, missed);
    open.unpaid += lines.length;
    if (open.unpaid < FIRST_CREDIT / 4) return;
    this.#say({ credit: message.id, rows: open.unpaid });
    open.unpaid = 0;
  }

  #say(message: unknown): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
