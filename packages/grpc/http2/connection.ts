/**
 * One connection of HTTP/2, from either end: its streams, and the one place where its end is decided.
 *
 * @module
 */
import { type Clock, ConnectionError, ProtocolError } from "@fluxwire/transport";
import type { Field } from "../hpack/field.ts";
import type { GrpcLimits } from "../limits.ts";
import type { ByteStream } from "../socket/byte_stream.ts";
import { connectionFault, HTTP2_CODES, type Http2Code, http2CodeName, type Http2ErrorCode } from "./error_code.ts";
import { FrameReader, type FrameTaker } from "./frame_reader.ts";
import { FLAG, FRAME, MAX_WINDOW_BYTES, PREFACE } from "./frame_type.ts";
import { Ending } from "./ending.ts";
import { sendFirstFrames } from "./first_frames.ts";
import { type Keepalive, KeepaliveTimer } from "./keepalive.ts";
import { Output } from "./output.ts";
import { ReceiveCredit } from "./receive_credit.ts";
import { overflow, Receiver } from "./receiver.ts";
import { Sender } from "./sender.ts";
import { Streams } from "./streams.ts";
import type { Stream } from "./stream.ts";

/** What the two ends do differently. */
export interface ConnectionEvents {
  /** Makes the stream of a request whose fields are valid, or null for a list above the limit; servers only. */
  onRequest?(fields: Field[] | null): Stream;
  /** The peer's first SETTINGS came, or later ones. */
  onSettings(): void;
  /** A stream is over. */
  onStreamOver(stream: Stream): void;
  /** No further streams can be opened: the server said so, or the connection is ending. */
  onNoMoreStreams(): void;
  /** The connection is over; null at its orderly end. */
  onClosed(reason: Error | null): void;
}

/** What a connection is made of. */
export interface ConnectionSetup {
  /** Belongs to the connection, which closes it. */
  bytes: ByteStream;
  /** Which end this is. */
  isServer: boolean;
  /** Its bounds. */
  limits: GrpcLimits;
  /** Its timers. */
  clock: Clock;
  /** Whether and how often to ask the peer if it lives. */
  keepalive: Keepalive | null;
  /** What to do. */
  events: ConnectionEvents;
}

/** One connection. It works after {@link run} is called. */
export class Http2Connection {
  /** Whether this end is the server. */
  readonly isServer: boolean;
  /** The streams. */
  readonly streams: Streams;
  /** What is sent. */
  readonly sender: Sender;
  /** The windows of the peer. */
  readonly credit: ReceiveCredit;
  /** Its bounds. */
  readonly limits: GrpcLimits;
  /** Its timers. */
  readonly clock: Clock;
  readonly #bytes: ByteStream;
  readonly #events: ConnectionEvents;
  readonly #output: Output;
  readonly #receiver: Receiver;
  readonly #reader = new FrameReader();
  readonly #keepalive: KeepaliveTimer | null;
  readonly #ending: Ending;
  #hasSettings = false;

  /** A connection that has sent nothing yet. */
  constructor(setup: ConnectionSetup) {
    const { bytes, isServer, limits, clock, keepalive, events } = setup;
    this.isServer = isServer;
    this.limits = limits;
    this.clock = clock;
    this.#bytes = bytes;
    this.#events = events;
    this.#output = new Output({
      write: (written) => bytes.write(written),
      onRoom: () => this.sender.pump(),
      onWriteError: (cause) => this.#lost(cause),
    });
    this.#ending = new Ending({
      bytes,
      output: this.#output,
      clock,
      onEnding: (message) => this.#abortAll(message),
      onClosed: (reason) => events.onClosed(reason),
    });
    this.sender = new Sender(this.#output, (stream) => this.streams.localEnd(stream));
    this.credit = new ReceiveCredit(this.sender, limits.streamWindowBytes, limits.maxUnreadBytes);
    this.streams = new Streams(isServer, {
      ...{ sender: this.sender, credit: this.credit, limits, clock },
      onRequest: (fields) => events.onRequest!(fields),
      onFirst: () => {
        if (limits.idleTimeoutMs > 0) this.#ending.clearTimer();
      },
      onOver: (stream) => this.#streamOver(stream),
    });
    this.#receiver = new Receiver(this, limits);
    this.#keepalive = keepalive === null ? null : new KeepaliveTimer(keepalive, clock, {
      ping: () => this.#ping(),
      onSilent: (message) => this.close(new ConnectionError("Timeout", message)),
    });
  }

  /** Whether new streams can still be opened from this end. */
  get isOpen(): boolean {
    return !this.#ending.isEnding && !this.streams.isDraining && this.streams.table.hasNumbers;
  }

  /** Sends this end's SETTINGS and reads until the end; never rejects. */
  async run(): Promise<void> {
    sendFirstFrames(this.#output, this.isServer, this.limits);
    this.credit.open();
    this.#ending.setTimer(this.limits.handshakeTimeoutMs, () => {
      const limit = `handshakeTimeoutMs ${this.limits.handshakeTimeoutMs}`;
      this.fail(connectionFault("SETTINGS_TIMEOUT", `Cannot start HTTP/2: no SETTINGS of the peer within ${limit}`));
    });
    try {
      await this.#read();
    } catch (error) {
      this.#lost(error);
    }
  }

  async #read(): Promise<void> {
    let needsPreface = this.isServer;
    while (!this.#ending.isClosed) {
      const read = await this.#bytes.read(this.#reader.room());
      if (this.#ending.isClosed) return;
      if (read === null) return this.#peerEnded();
      let count = typeof read === "number" ? read : read.length;
      if (this.#ending.isEnding) {
        this.#reader.discard();
        continue;
      }
      if (typeof read !== "number") this.#reader.append(read);
      this.#keepalive?.heard();
      try {
        if (needsPreface) {
          const isRight = this.#reader.skip(count, PREFACE);
          if (isRight === false) throw connectionFault("PROTOCOL_ERROR", "Cannot start HTTP/2: the preface is wrong");
          if (isRight === null) continue;
          needsPreface = false;
          count = 0;
        }
        this.#reader.advance(count, this.#take);
        this.#checkControlFrames();
      } catch (error) {
        this.fail(error instanceof Error ? error : new Error(String(error)));
        this.#reader.discard();
      }
    }
  }

  readonly #take: FrameTaker = (type, flags, id, buffer, start, end): void => {
    if (!this.#ending.isEnding) this.#receiver.take(type, flags, id, buffer, start, end);
  };

  /** Takes SETTINGS and acknowledges them. */
  takeSettings(buffer: Uint8Array, start: number, end: number): void {
    const difference = this.sender.settings.take(buffer, start, end, this.isServer);
    this.sender.applySettings();
    for (const stream of this.streams.open.values()) {
      stream.sendWindow += difference;
      if (stream.sendWindow > MAX_WINDOW_BYTES) throw overflow(`stream ${stream.id}`);
    }
    this.#output.control(FRAME.settings, FLAG.ack, 0, 0);
    if (difference > 0) { for (const stream of [...this.streams.open.values()]) this.sender.wake(stream); }
    if (!this.#hasSettings) {
      this.#hasSettings = true;
      this.#ending.clearTimer();
      this.#watchIdle();
    }
    this.#events.onSettings();
  }

  /** Answers PING. */
  takePing(isAck: boolean, buffer: Uint8Array, start: number, end: number): void {
    if (isAck) return;
    this.#output.control(FRAME.ping, FLAG.ack, 0, end - start);
    this.#output.bytes(buffer, start, end);
  }

  /** The peer takes no further streams; those that it has not seen are over. */
  takeGoaway(lastId: number, code: number): void {
    if (this.isServer) return;
    this.streams.isDraining = true;
    const message = `the server ended the connection with GOAWAY, ${http2CodeName(code)}`;
    this.#ending.reason ??= new ConnectionError("ConnectionClosed", `Cannot use connection: ${message}`);
    this.streams.abortAbove(lastId, { code: HTTP2_CODES.REFUSED_STREAM, by: "connection", message });
    this.#events.onNoMoreStreams();
    this.#closeIfDrained();
  }

  /** Takes no further streams, and ends once the last one is over. */
  drain(): void {
    this.streams.isDraining = true;
    this.#closeIfDrained();
  }

  /** Ends the connection with GOAWAY. */
  fail(error: Error): void {
    if (this.#ending.isEnding) return;
    const name: Http2Code = error instanceof ProtocolError ? error.code as Http2ErrorCode : "INTERNAL_ERROR";
    const text = new TextEncoder().encode(error instanceof ProtocolError ? error.message : "");
    this.#output.frame(FRAME.goaway, 0, 0, 8 + text.length);
    this.#output.uint32(this.streams.table.lastPeerId);
    this.#output.uint32(HTTP2_CODES[name]);
    this.#output.bytes(text, 0, text.length);
    this.#ending.begin(error);
  }

  /** Ends the connection without GOAWAY; what waits to be written goes out first, for a second at most. */
  close(reason: Error | null = null): void {
    this.#ending.begin(reason);
  }

  #abortAll(message: string): void {
    this.#keepalive?.stop();
    this.streams.abortAbove(0, { code: HTTP2_CODES.CANCEL, by: "connection", message });
    this.#events.onNoMoreStreams();
  }

  /** The peer has closed its side: what is open can no longer end well. */
  #peerEnded(): void {
    const isEarly = this.#reader.pending > 0 || this.streams.open.size > 0 || !this.#hasSettings;
    const error = new ConnectionError("ConnectionClosed", "Cannot read from the connection: the peer closed it");
    this.#ending.begin(isEarly ? error : null);
    this.#ending.finishWritten();
  }

  #lost(cause: unknown): void {
    if (this.#ending.isClosed) return;
    const message = `Cannot use connection: ${cause instanceof Error ? cause.message : String(cause)}`;
    // A client that has no call may go at any time, also while it is being answered.
    const isOrderly = this.isServer && this.#hasSettings && this.streams.open.size === 0;
    this.#ending.begin(isOrderly ? null : new ConnectionError("ConnectionClosed", message, { cause }));
    this.#ending.finish();
  }

  #streamOver(stream: Stream): void {
    this.#events.onStreamOver(stream);
    if (this.streams.open.size > 0) return;
    this.#closeIfDrained();
    this.#watchIdle();
  }

  #closeIfDrained(): void {
    if (this.streams.isDraining && this.streams.open.size === 0) this.close();
  }

  #checkControlFrames(): void {
    const { maxControlFrames } = this.limits;
    if (this.#output.controlFrames <= maxControlFrames) return;
    const message = `Cannot answer: the frames that the peer does not read exceed maxControlFrames ${maxControlFrames}`;
    throw connectionFault("ENHANCE_YOUR_CALM", message);
  }

  #ping(): void {
    this.#output.frame(FRAME.ping, 0, 0, 8);
    this.#output.uint32(0);
    this.#output.uint32(0);
  }

  #watchIdle(): void {
    const { idleTimeoutMs } = this.limits;
    if (idleTimeoutMs === 0 || this.#ending.isEnding || this.streams.open.size > 0) return;
    this.#ending.setTimer(idleTimeoutMs, () => this.close());
  }
}
