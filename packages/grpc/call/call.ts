/**
 * What the calls of both ends share: messages in and out of a stream of HTTP/2.
 *
 * @module
 */
import type { Http2Connection } from "../http2/connection.ts";
import { HTTP2_CODES } from "../http2/error_code.ts";
import { MESSAGE_PREFIX_BYTES, Stream } from "../http2/stream.ts";
import { Deframer } from "./deframer.ts";
import { GrpcError } from "./grpc_error.ts";

/** With less than this waiting, a producer of messages goes on. */
const PRODUCER_BYTES = 65_536;

/** One call. */
export abstract class Call extends Stream {
  /** Where it runs. */
  readonly connection: Http2Connection;
  readonly #deframer: Deframer;
  /** Bytes that came and were not given back to the peer's window. */
  #owed = 0;
  #drained: PromiseWithResolvers<void> | null = null;

  /** A call that has sent and received nothing. */
  constructor(connection: Http2Connection) {
    super();
    this.connection = connection;
    this.#deframer = new Deframer(connection.limits.maxReceiveBytes, (message) => this.onMessage(message));
  }

  /** Takes a message. */
  abstract onMessage(message: Uint8Array): void;
  /** The peer sent what the call cannot take. */
  abstract onBadMessage(error: GrpcError): void;
  /** Messages that the application has not taken. */
  abstract get untakenMessages(): number;

  /** Takes data; it counts as taken while no whole message waits for the application. */
  onData(buffer: Uint8Array, start: number, end: number): void {
    this.#owed += end - start;
    try {
      this.#deframer.take(buffer, start, end);
    } catch (error) {
      if (!(error instanceof GrpcError)) throw error;
      this.onBadMessage(error);
    }
    if (this.untakenMessages === 0) this.#giveBack(this.#owed);
  }

  /** The application took a message of that many bytes. */
  taken(bytes: number): void {
    const all = this.#owed;
    this.#giveBack(this.untakenMessages === 0 ? all : Math.min(all, bytes + MESSAGE_PREFIX_BYTES));
  }

  /** Whether the peer's last message is incomplete. */
  get isTruncated(): boolean {
    return this.#deframer.isPartial;
  }

  /**
   * Sends a message.
   *
   * @throws {GrpcError} `RESOURCE_EXHAUSTED`: it is too long, or too much waits for the peer. Nothing was sent.
   */
  send(message: Uint8Array, isLast: boolean): void {
    if (this.isOver || this.isLocalEnded) return;
    const { maxSendBytes, maxQueuedBytes } = this.connection.limits;
    if (message.length > maxSendBytes) {
      const text = `message of ${message.length} bytes exceeds the limit of ${maxSendBytes} sent bytes`;
      throw new GrpcError("RESOURCE_EXHAUSTED", text);
    }
    if (this.queuedBytes > 0 && this.queuedBytes + message.length > maxQueuedBytes) {
      const text = `${this.queuedBytes} bytes wait for the peer, and maxQueuedBytes is ${maxQueuedBytes}`;
      throw new GrpcError("RESOURCE_EXHAUSTED", text);
    }
    this.connection.sender.data(this, message, true, isLast);
  }

  /** Whether a producer of messages should wait. */
  get isFull(): boolean {
    return this.queuedBytes >= PRODUCER_BYTES;
  }

  /** Resolves when all that waits is sent, or the call is over. */
  drained(): Promise<void> {
    if (this.isOver || this.queuedBytes === 0) return Promise.resolve();
    return (this.#drained ??= Promise.withResolvers<void>()).promise;
  }

  /** All that waited is sent. */
  onDrained(): void {
    this.#drained?.resolve();
    this.#drained = null;
  }

  /** Tells the peer that the call is over. */
  cancel(message: string): void {
    this.connection.streams.reset(this, HTTP2_CODES.CANCEL, message);
  }

  #giveBack(bytes: number): void {
    if (bytes === 0 || this.isOver) return;
    this.#owed -= bytes;
    this.connection.credit.took(this, bytes);
  }
}
