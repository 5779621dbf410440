/**
 * The page's one socket: streams of lines that go on where they were after it was lost.
 *
 * @module
 */
import { CLOSE, type Down, type ErrorJson, type FilePlace, FIRST_CREDIT } from "@fluxwire/console/api";
import { type ReadonlySignal, type Signal, signal } from "../signals.ts";

/** The shortest and the longest pause before the socket is opened again, in milliseconds. */
const MIN_PAUSE = 200, MAX_PAUSE = 5_000;
/** A browser's code for a connection that broke. */
const BROKEN = 1006;
/** How often the rate is counted, in milliseconds. */
const RATE_MS = 1_000;

/**
 * How the socket is; `ended` and `refused` last: the server has ended, or another one took its place. `none` is a page
 * that was opened as a file.
 */
export type LiveState = "connecting" | "live" | "reconnecting" | "ended" | "refused" | "none";

/** A connection that was lost. */
export interface Lost {
  /** Why. */
  readonly reason: string;
  /** The pause before the next try, in milliseconds. */
  readonly pause: number;
}

/** What came from all streams. */
export interface Total {
  /** How many lines. */
  readonly lines: number;
  /** How many lines the server no longer had. */
  readonly missed: number;
}

/** What a stream gives. */
export interface StreamReader {
  /** Takes lines, and the number of those that the server no longer had before them. */
  lines(lines: readonly string[], missed: number): void;
  /** The stream is asked for, on another connection than before. */
  opened?(): void;
  /** So many bytes of a file that {@link Reading.write} sends were taken. */
  taken?(bytes: number): void;
  /** The stream has ended; an error says why. */
  end?(error: ErrorJson | null): void;
}

/** A stream that is read. */
export interface Reading extends Disposable {
  /** Sends bytes to what the stream is of, those of a file with their place; what is written while the socket is away is lost. */
  write(bytes: Uint8Array, place?: FilePlace): void;
  /** Reads no more of it. */
  [Symbol.dispose](): void;
}

interface Open {
  readonly source: string;
  readonly stream: string;
  readonly reader: StreamReader;
  next: number;
  unpaid: number;
  readonly credit: number;
}

/** The socket and its streams. */
export class Live {
  readonly #token: string | null;
  readonly #state: Signal<LiveState>;
  readonly #build: Signal<string | null> = signal(null);
  readonly #streams = new Map<number, Open>();
  readonly #lost: Signal<Lost | null> = signal(null);
  readonly #total: Signal<Total> = signal({ lines: 0, missed: 0 });
  readonly #rate: Signal<number> = signal(0);
  #socket: WebSocket | null = null;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #pause = MIN_PAUSE;
  #ids = 0;

  /** Opens the socket; null stands for a page without a server. */
  constructor(token: string | null) {
    this.#token = token;
    this.#state = signal(token === null ? "none" : "connecting");
    if (token === null) return;
    this.#open();
    let before = 0;
    setInterval(() => {
      const { lines } = this.#total.value;
      this.#rate.value = Math.round((lines - before) * 1_000 / RATE_MS);
      before = lines;
    }, RATE_MS);
  }

  /** How it is. */
  get state(): ReadonlySignal<LiveState> {
    return this.#state;
  }

  /** Why there is no connection now; null if there is one, or there was none yet. */
  get lost(): ReadonlySignal<Lost | null> {
    return this.#lost;
  }

  /** What has come so far. */
  get total(): ReadonlySignal<Total> {
    return this.#total;
  }

  /** How many lines came in the last second. */
  get rate(): ReadonlySignal<number> {
    return this.#rate;
  }

  /** The build of the server's page; null before the server has sent it. */
  get build(): ReadonlySignal<string | null> {
    return this.#build;
  }

  /**
   * Reads a stream from its first line on, until the reading is disposed, or for as long as the page is there.
   *
   * @param credit How many lines the server sends before it gets more credit, as it knows of the stream.
   */
  read(source: string, stream: string, reader: StreamReader, credit: number = FIRST_CREDIT): Reading {
    const id = ++this.#ids;
    this.#streams.set(id, { source, stream, reader, next: 0, unpaid: 0, credit });
    this.#say({ on: id, source, stream, from: 0 });
    return {
      write: (bytes, place) => this.#say({ write: id, base64: bytes.toBase64(), ...place }),
      [Symbol.dispose]: () => {
        if (this.#streams.delete(id)) this.#say({ off: id });
      },
    };
  }

  /** Tries to connect now, if a try is waiting. */
  retry(): void {
    if (this.#retry === null) return;
    clearTimeout(this.#retry);
    this.#open();
  }

  #open(): void {
    this.#retry = null;
    const socket = this.#socket = new WebSocket(`ws://${location.host}/api/live`);
    // Nothing more before the answer: what a server has not read when it closes takes its reason with it.
    socket.onopen = () => socket.send(JSON.stringify({ token: this.#token }));
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
    socket.onclose = ({ code, reason }) => this.#closed(code, reason);
  }

  #closed(code: number, reason: string): void {
    if (code === CLOSE.noToken || code === CLOSE.end) {
      this.#lost.value = null;
      this.#state.value = code === CLOSE.end ? "ended" : "refused";
      return;
    }
    this.#state.value = "reconnecting";
    this.#lost.value = { reason: code === BROKEN ? "the console does not answer" : reason, pause: this.#pause };
    this.#retry = setTimeout(() => this.#open(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, MAX_PAUSE);
  }

  #entered(build: string): void {
    this.#state.value = "live";
    this.#lost.value = null;
    this.#build.value = build;
    this.#pause = MIN_PAUSE;
    for (const [id, open] of this.#streams) {
      open.unpaid = 0;
      open.reader.opened?.();
      this.#say({ on: id, source: open.source, stream: open.stream, from: open.next });
    }
  }

  #take(message: Down): void {
    if ("build" in message) return this.#entered(message.build);
    const open = this.#streams.get(message.id);
    if (open === undefined) return;
    if ("end" in message) {
      this.#streams.delete(message.id);
      return open.reader.end?.(message.end);
    }
    if ("taken" in message) return open.reader.taken?.(message.taken);
    const { lines, missed } = message;
    open.next += missed + lines.length;
    const before = this.#total.value;
    this.#total.value = { lines: before.lines + lines.length, missed: before.missed + missed };
    open.reader.lines(lines, missed);
    open.unpaid += lines.length;
    if (open.unpaid < open.credit / 4) return;
    this.#say({ credit: message.id, rows: open.unpaid });
    open.unpaid = 0;
  }

  #say(message: unknown): void {
    if (this.#state.value === "live") this.#socket!.send(JSON.stringify(message));
  }
}
