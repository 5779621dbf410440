/**
 * Payloads in order, in both directions, over a transport: one reader that never waits for a handler, one writer, and the
 * one place where a connection's end is decided.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK } from "./clock.ts";
import { ProtocolError } from "./errors.ts";
import { FrameDecoder } from "./frame.ts";
import { FrameWriter } from "./frame_writer.ts";
import { type ConnectionLimits, DEFAULT_CONNECTION_LIMITS } from "./limits.ts";
import type { Transport } from "./transport.ts";

/** What a {@link Connection} does with payloads, and its bounds. */
export interface ConnectionOptions {
  /** Takes each payload as it arrives, which is valid during the call only. A throw closes the connection with it. */
  onPayload(payload: Uint8Array): void;
  /**
   * `maxFrameBytes`, `maxQueuedBytes` and `frameTimeoutMs` are kept here.
   *
   * @default {DEFAULT_CONNECTION_LIMITS}
   */
  limits?: Partial<ConnectionLimits>;
  /**
   * The timers for `frameTimeoutMs`.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/**
 * One connection, from either end.
 *
 * @example
 * ```ts
 * import { Connection } from "./connection.ts";
 * import { memoryPair } from "./memory.ts";
 * import assert from "node:assert/strict";
 *
 * const [there, here] = memoryPair();
 * const echo = new Connection(there, { onPayload: (payload) => echo.send(payload.slice()) });
 * const echoEnds = echo.run();
 * const connection = new Connection(here, {
 *   onPayload(payload) {
 *     assert.deepEqual(payload, Uint8Array.of(1, 2));
 *     connection.close();
 *   },
 * });
 * connection.send(Uint8Array.of(1, 2));
 * assert.equal(await connection.run(), null);
 * assert.equal(await echoEnds, null);
 * ```
 */
export class Connection {
  readonly #transport: Transport;
  readonly #onPayload: (payload: Uint8Array) => void;
  readonly #clock: Clock;
  readonly #frameTimeoutMs: number;
  readonly #decoder: FrameDecoder;
  readonly #writer: FrameWriter;
  #timer: { id: unknown } | null = null;
  #reason: Error | null = null;
  #hasReason = false;
  #isClosed = false;

  /**
   * Takes a transport over; nothing is read before `run`.
   *
   * @param transport Belongs to the connection from here on, which closes it.
   */
  constructor(transport: Transport, options: ConnectionOptions) {
    const limits = { ...DEFAULT_CONNECTION_LIMITS, ...options.limits };
    this.#transport = transport;
    this.#onPayload = (payload) => options.onPayload(payload);
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#frameTimeoutMs = limits.frameTimeoutMs;
    this.#decoder = new FrameDecoder(limits.maxFrameBytes);
    this.#writer = new FrameWriter(transport, limits, (error) => this.close(toError(error)));
  }

  /**
   * Reads until the end and gives the reason for it; never rejects. To be called once.
   *
   * If the peer ended the stream or broke the protocol, what is already queued is still written, for at most
   * `frameTimeoutMs`. The transport is closed when this resolves.
   *
   * @returns null if the peer ended between two frames, or for `close()` without a reason. Otherwise what `onPayload`
   * threw, what `close` was given, a ConnectionError `FrameTruncated` or `ConnectionClosed`, or a ProtocolError
   * `FrameTooLong`, `FrameEmpty`, `FrameTimeout` or `QueueFull`.
   */
  async run(): Promise<Error | null> {
    const reason = await this.#read().then(() => null, toError);
    if (this.#isClosed) return this.#reason;
    this.#giveReason(reason);
    this.#stopTimer();
    if (this.#writer.queuedBytes > 0) {
      this.#startTimer(() => this.close());
      await this.#writer.flush();
    }
    this.close();
    return this.#reason;
  }

  /**
   * Sets another longest payload for the frames that are read from now on: a peer that is not known yet gets less
   * memory. What is sent stays bound by `maxFrameBytes`.
   *
   * @param name What the limit is called, for the error `FrameTooLong`.
   */
  boundReading(name: string, maxBytes: number): void {
    this.#decoder.bound(name, maxBytes);
  }

  /**
   * Queues one payload; what is sent in one turn goes out with one write if it is small. Does nothing once the
   * connection has ended.
   *
   * More than `maxQueuedBytes` of waiting bytes close the connection with a ProtocolError `QueueFull`.
   *
   * @param payload Up to 65,532 bytes are copied at once; a longer one must not change until it is written.
   * @throws {ProtocolError} `FrameTooLong` or `FrameEmpty`: nothing was queued, and the connection lives.
   */
  send(payload: Uint8Array): void {
    this.#writer.send(payload);
  }

  /** Like {@link send}, for a payload whose parts are not in one place; long parts are not copied. */
  sendParts(parts: readonly Uint8Array[]): void {
    this.#writer.sendParts(parts);
  }

  /** Resolves when all that was sent so far is written, or the connection has ended. */
  flush(): Promise<void> {
    return this.#writer.flush();
  }

  /**
   * Ends the connection at once: what is still queued is dropped, unless `flush` was waited for. Closing again does
   * nothing, the first reason stays.
   *
   * @param reason What `run` then gives.
   */
  close(reason: Error | null = null): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#giveReason(reason);
    this.#stopTimer();
    this.#writer.close();
    this.#transport.close();
  }

  /** The first reason stays: a peer that is gone also fails the writes that follow. */
  #giveReason(reason: Error | null): void {
    if (this.#hasReason) return;
    this.#hasReason = true;
    this.#reason = reason;
  }

  async #read(): Promise<void> {
    const onPayload = (payload: Uint8Array): boolean => {
      this.#onPayload(payload);
      return !this.#isClosed;
    };
    while (!this.#isClosed) {
      const chunk = await this.#transport.read();
      if (this.#isClosed) return;
      if (chunk === null) return this.#decoder.end();
      const count = this.#decoder.take(chunk, onPayload);
      if (!this.#isClosed) this.#watchFrame(count > 0);
    }
  }

  /** Limits how long a frame that has begun may take; frames that arrive whole cost no timer. */
  #watchFrame(hasFinishedOne: boolean): void {
    if (hasFinishedOne) this.#stopTimer();
    if (this.#decoder.pending === 0 || this.#timer !== null) return;
    this.#startTimer(() =>
      this.close(
        new ProtocolError(
          "FrameTimeout",
          `Cannot read frame: ${this.#decoder.progress} arrived within frameTimeoutMs ${this.#frameTimeoutMs}`,
        ),
      )
    );
  }

  #startTimer(callback: () => void): void {
    this.#timer = { id: this.#clock.setTimeout(callback, this.#frameTimeoutMs) };
  }

  #stopTimer(): void {
    if (this.#timer === null) return;
    this.#clock.clearTimeout(this.#timer.id);
    this.#timer = null;
  }
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown });
}
