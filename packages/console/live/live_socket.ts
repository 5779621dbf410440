/**
 * The one WebSocket of a page: it names streams, gives credit, and gets their lines.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import { CLOSE, type Down, parseUp, type Up } from "../api.ts";
import { ConsoleError, errorJsonOf } from "../console_error.ts";
import type { ConsoleSource } from "../source.ts";
import { Subscription } from "./subscription.ts";

/** How long a page may take to show its token, in milliseconds. */
const TOKEN_MS = 2_000;
/** How long lines are collected for one message, in milliseconds. */
const COLLECT_MS = 50;
/** The longest message of a page, in characters. */
const MAX_UP = 1 << 20;
/** What may wait to be sent to a page, in bytes; its streams stand still beyond it. */
const MAX_BUFFERED = 8 << 20;
/** The most streams of one page. */
const MAX_STREAMS = 64;

/** What a page's socket needs of the server. */
export interface LiveOptions {
  /** The page's build. */
  readonly build: string;
  /** The sources, by id. */
  readonly sources: ReadonlyMap<string, ConsoleSource>;
  /** Throws for a token that is not this server's. */
  check(token: string): void;
  /** Whether writing into runs is refused. */
  readonly isView: boolean;
  /**
   * The timers.
   *
   * @default {SYSTEM_CLOCK}
   */
  readonly clock?: Clock;
}

/** Serves one page until its socket closes. */
export class LiveSocket {
  readonly #socket: WebSocket;
  readonly #options: LiveOptions;
  readonly #clock: Clock;
  readonly #streams = new Map<number, { subscription: Subscription; source: ConsoleSource; stream: string }>();
  #isKnown = false;
  #timer: unknown = null;
  /** Resolves when the page has gone. */
  readonly closed: Promise<void>;

  /** Takes over a socket that is being opened. */
  constructor(socket: WebSocket, options: LiveOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    // The token may be on its way: a busy machine reads it after the timer that was due in the same moment.
    const late = (): void => this.#isKnown ? undefined : this.#close(CLOSE.late, "the page was slow to show its token");
    const deadline = this.#clock.setTimeout(late, TOKEN_MS);
    socket.onmessage = ({ data }) => this.#take(data);
    socket.onerror = () => {};
    socket.onclose = () => {
      this.#clock.clearTimeout(deadline);
      this.#end();
      resolve();
    };
  }

  /** Closes the socket. */
  close(): void {
    this.#close(CLOSE.end, "the console ends");
  }

  #take(data: unknown): void {
    const message = typeof data === "string" && data.length <= MAX_UP ? parseUp(data) : null;
    if (message === null) return this.#close(CLOSE.badMessage, "not a message of this API");
    try {
      if ("token" in message) return this.#enter(message.token);
    } catch {
      return this.#close(CLOSE.noToken, "no token");
    }
    if (!this.#isKnown) return this.#close(CLOSE.noToken, "no token");
    this.#do(message);
    this.#wake();
  }

  #enter(token: string): void {
    this.#options.check(token);
    this.#isKnown = true;
    this.#send({ build: this.#options.build });
  }

  #do(message: Exclude<Up, { token: string }>): void {
    if ("on" in message) return this.#open(message.on, message.source, message.stream, message.from);
    if ("off" in message) {
      this.#streams.get(message.off)?.subscription[Symbol.dispose]();
      this.#streams.delete(message.off);
    } else if ("credit" in message) {
      this.#streams.get(message.credit)?.subscription.give(message.rows);
    } else this.#write(message);
  }

  #open(id: number, source: string, stream: string, from: number): void {
    if (this.#streams.size >= MAX_STREAMS) return this.#close(CLOSE.tooMany, `more than ${MAX_STREAMS} streams`);
    const owner = this.#options.sources.get(source), ring = owner?.stream(stream) ?? null;
    if (owner === undefined || ring === null) {
      const error = new ConsoleError("SourceUnknown", `Cannot find the stream ${stream} of ${source}`);
      return this.#send({ id, end: errorJsonOf(error) });
    }
    this.#streams.get(id)?.subscription[Symbol.dispose]();
    this.#streams.set(id, {
      subscription: new Subscription(id, ring, from, () => this.#wake()),
      source: owner,
      stream,
    });
  }

  #write(message: Extract<Up, { write: number }>): void {
    const { write: id, base64 } = message, place = "at" in message ? message : null;
    const target = this.#streams.get(id);
    if (target === undefined) return;
    if (this.#options.isView || target.source.write === undefined) {
      const error = new ConsoleError("ViewOnly", "Cannot write: this page only looks");
      return this.#send({ id, end: errorJsonOf(error) });
    }
    let bytes: Uint8Array;
    try {
      bytes = Uint8Array.fromBase64(base64);
    } catch {
      return this.#close(CLOSE.badMessage, "not base64");
    }
    target.source.write(target.stream, bytes, place);
  }

  /** Sends what there is a moment later, so that many lines go together. */
  #wake(): void {
    this.#timer ??= this.#clock.setTimeout(() => {
      this.#timer = null;
      this.#flush();
    }, COLLECT_MS);
  }

  #flush(): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    for (const [id, { subscription }] of this.#streams) {
      for (let message = this.#next(subscription); message !== null; message = this.#next(subscription)) {
        this.#send(message);
        if ("end" in message) this.#streams.delete(id);
      }
    }
    if (this.#socket.bufferedAmount > MAX_BUFFERED) this.#wake();
  }

  #next(subscription: Subscription): Down | null {
    return this.#socket.bufferedAmount > MAX_BUFFERED ? null : subscription.take();
  }

  #send(message: Down): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #close(code: number, reason: string): void {
    this.#end();
    if (this.#socket.readyState <= WebSocket.OPEN) this.#socket.close(code, reason);
  }

  #end(): void {
    if (this.#timer !== null) this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
    for (const { subscription } of this.#streams.values()) subscription[Symbol.dispose]();
    this.#streams.clear();
  }
}
