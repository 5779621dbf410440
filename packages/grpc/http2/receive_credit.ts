/**
 * The windows that the peer sends in: they are given back as the application takes, so that a peer that floods is held
 * by flow control and not by memory.
 *
 * @module
 */
import { DEFAULT_WINDOW_BYTES } from "./frame_type.ts";
import type { Sender } from "./sender.ts";
import type { Stream } from "./stream.ts";

/** The window of a connection: what streams let in is bounded by their own. */
const CONNECTION_WINDOW_BYTES = 1_048_576;

/** Counts what came and what was taken, for one connection. */
export class ReceiveCredit {
  readonly #sender: Sender;
  readonly #streamWindow: number;
  readonly #maxUnread: number;
  #window: number = DEFAULT_WINDOW_BYTES;
  #credit: number = CONNECTION_WINDOW_BYTES - DEFAULT_WINDOW_BYTES;
  #unread = 0;

  /** Nothing came yet. */
  constructor(sender: Sender, streamWindow: number, maxUnread: number) {
    this.#sender = sender;
    this.#streamWindow = streamWindow;
    this.#maxUnread = maxUnread;
  }

  /** Announces the window of the connection. */
  open(): void {
    this.#give();
  }

  /** Counts DATA on any stream; false if the connection's window does not allow it. */
  arrived(bytes: number): boolean {
    this.#window -= bytes;
    if (this.#window < 0) return false;
    this.#credit += bytes;
    if (this.#credit >= CONNECTION_WINDOW_BYTES / 2) this.#give();
    return true;
  }

  /** Counts DATA on a stream; false if its window does not allow it. */
  arrivedOn(stream: Stream, bytes: number): boolean {
    stream.receiveWindow -= bytes;
    stream.unread += bytes;
    this.#unread += bytes;
    return stream.receiveWindow >= 0;
  }

  /** Gives back what was taken, once it is worth a frame. */
  took(stream: Stream, bytes: number): void {
    stream.unread -= bytes;
    this.#settle(bytes);
    if (stream.isRemoteEnded || stream.isOver) return;
    stream.credit += bytes;
    if (stream.credit < this.#streamWindow / 2) return;
    this.#sender.windowUpdate(stream.id, stream.credit);
    stream.receiveWindow += stream.credit;
    stream.credit = 0;
  }

  /** Forgets what a stream has not taken. */
  drop(stream: Stream): void {
    const { unread } = stream;
    stream.unread = 0;
    if (unread > 0) this.#settle(unread);
  }

  #settle(bytes: number): void {
    this.#unread -= bytes;
    if (this.#credit >= CONNECTION_WINDOW_BYTES / 2) this.#give();
  }

  #give(): void {
    if (this.#unread > this.#maxUnread) return;
    this.#sender.windowUpdate(0, this.#credit);
    this.#window += this.#credit;
    this.#credit = 0;
  }
}
