/**
 * The end of a connection: decided once, after the last frames are written.
 *
 * @module
 */
import type { Clock } from "@fluxwire/transport";
import type { ByteStream } from "../socket/byte_stream.ts";
import type { Output } from "./output.ts";

/** How long the last frames, and the peer's own end, are waited for. */
const CLOSING_MS = 1_000;

/** What ends with a connection. */
export interface EndingParts {
  /** Is closed. */
  bytes: ByteStream;
  /** Is written, then closed. */
  output: Output;
  /** The timers. */
  clock: Clock;
  /** Ends all streams. */
  onEnding(message: string): void;
  /** All is over. */
  onClosed(reason: Error | null): void;
}

/** Ends a connection, and has its one timer: for the handshake, then for being idle, then for closing. */
export class Ending {
  /** Whether the end is decided. */
  isEnding = false;
  /** Whether it is over. */
  isClosed = false;
  /** Why; the first reason stays. */
  reason: Error | null = null;
  readonly #parts: EndingParts;
  #timer: unknown = null;

  /** The connection lives. */
  constructor(parts: EndingParts) {
    this.#parts = parts;
  }

  /** Sets the timer, in place of the one before. */
  setTimer(ms: number, callback: () => void): void {
    this.clearTimer();
    this.#timer = this.#parts.clock.setTimeout(callback, ms);
  }

  /** Clears the timer. */
  clearTimer(): void {
    if (this.#timer !== null) this.#parts.clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Ends all streams, writes what waits, and waits for the peer's end, for a second at most. */
  begin(reason: Error | null): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.reason = reason ?? this.reason;
    this.setTimer(CLOSING_MS, () => this.finish());
    this.#parts.onEnding(this.reason?.message ?? "the connection was closed");
    this.#parts.output.whenIdle().then(() => this.#parts.bytes.endWriting());
  }

  /** The peer has ended: only what waits is still written. */
  finishWritten(): void {
    this.#parts.output.whenIdle().then(() => this.finish());
  }

  /** Closes at once. */
  finish(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.clearTimer();
    this.#parts.output.close();
    this.#parts.bytes.close();
    this.#parts.onClosed(this.reason);
  }
}
