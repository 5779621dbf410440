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
import { FLAG, FRAME, MAX_STREAM_ID, MAX_WINDOW_BYTES, PREFACE } from "./frame_type.ts";
import { requestProblem, responseProblem, trailersProblem } from "./field_rules.ts";
import { type Keepalive, KeepaliveTimer } from "./keepalive.ts";
import { Output } from "./output.ts";
import { SETTING, SETTING_BYTES } from "./peer_settings.ts";
import { ReceiveCredit } from "./receive_credit.ts";
import { overflow, readContentLength, Receiver } from "./receiver.ts";
import { Recent } from "./recent.ts";
import { ResetBudget } from "./reset_budget.ts";
import { Sender } from "./sender.ts";
import type { Stream, StreamAbort } from "./stream.ts";

/** How long the last frames, and the peer's own end, are waited for. */
const CLOSING_MS = 1_000;

/** What the two ends do differently. */
export interface ConnectionEvents {
  /** Makes the stream of a request whose fields are valid, or null for a list above the limit; servers only. */
  onRequest?(fields: Field[] | null): Stream;
  /** The peer's first SETTINGS came, or later ones. */
  onSettings(): void;
  /** A stream is over. */
  onStreamOver(stream: Stream): void;
  /** The peer takes no further streams. */
  onGoaway(): void;
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
  /** The open streams, by number. */
  readonly streams: Map<number, Stream> = new Map();
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
  readonly #reset = new Recent();
  readonly #budget: ResetBudget;
  readonly #keepalive: KeepaliveTimer | null;
  #timer: unknown = null;
  #lastPeerId = 0;
  #nextId = 1;
  #hasSettings = false;
  #isDraining = false;
  #isEnding = false;
  #isClosed = false;
  #reason: Error | null = null;

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
    this.sender = new Sender(this.#output, (stream) => this.#localEnded(stream));
    this.credit = new ReceiveCredit(this.sender, limits.streamWindowBytes, limits.maxUnreadBytes);
    this.#receiver = new Receiver(this, limits);
    this.#budget = new ResetBudget(limits.maxResets, limits.resetsPerSecond, clock.now());
    this.#keepalive = keepalive === null ? null : new KeepaliveTimer(keepalive, clock, {
      ping: () => this.#ping(),
      onSilent: (message) => this.close(new ConnectionError("Timeout", message)),
    });
  }

  /** Whether new streams can still be opened from this end. */
  get isOpen(): boolean {
    return !this.#isEnding && !this.#isDraining && this.#nextId < MAX_STREAM_ID;
  }

  /** Whether the connection has ended, or is ending. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  /** Sends this end's SETTINGS and reads until the end; never rejects. */
  async run(): Promise<void> {
    this.#sendFirst();
    this.#setTimer(this.limits.handshakeTimeoutMs, () => {
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
    while (!this.#isClosed) {
      const read = await this.#bytes.read(this.#reader.room());
      if (this.#isClosed) return;
      if (read === null) return this.#peerEnded();
      let count = typeof read === "number" ? read : read.length;
      if (this.#isEnding) {
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
    if (!this.#isEnding) this.#receiver.take(type, flags, id, buffer, start, end);
  };

  #sendFirst(): void {
    if (!this.isServer) this.#output.raw(PREFACE);
    const { maxStreams, streamWindowBytes, maxHeaderListBytes } = this.limits;
    const settings: [number, number][] = [
      this.isServer ? [SETTING.maxConcurrentStreams, maxStreams] : [SETTING.enablePush, 0],
      [SETTING.initialWindowSize, streamWindowBytes],
      [SETTING.maxHeaderListSize, maxHeaderListBytes],
    ];
    this.#output.frame(FRAME.settings, 0, 0, settings.length * SETTING_BYTES);
    for (const [setting, value] of settings) {
      this.#output.uint16(setting);
      this.#output.uint32(value);
    }
    this.credit.open();
  }

  /** Opens a stream from this end; its headers follow in the same turn. */
  open(stream: Stream): void {
    stream.id = this.#nextId;
    this.#nextId += 2;
    this.#add(stream);
  }

  /** Takes a request on a new stream. */
  accept(id: number, fields: Field[] | null, isEnd: boolean, dependsOnItself: boolean): void {
    if (id % 2 === 0) throw connectionFault("PROTOCOL_ERROR", `Cannot open stream ${id}: a client's numbers are odd`);
    this.#lastPeerId = id;
    if (this.#isDraining || this.streams.size >= this.limits.maxStreams) {
      return this.refuseStream(id, HTTP2_CODES.REFUSED_STREAM);
    }
    if (dependsOnItself || (fields !== null && requestProblem(fields) !== null)) return this.#refuseBroken(id);
    const stream = this.#events.onRequest!(fields);
    stream.id = id;
    if (fields !== null && !readContentLength(stream, fields, isEnd)) return this.#refuseBroken(id);
    this.#add(stream);
    stream.onHeaders(fields, isEnd);
    if (isEnd && !stream.isOver) this.remoteEnd(stream);
  }

  /** Takes the headers or trailers of a response. */
  takeResponse(stream: Stream, fields: Field[] | null, isEnd: boolean): void {
    const isFirst = fields !== null && fields[0]?.name === ":status";
    const problem = fields === null ? null : isFirst ? responseProblem(fields) : trailersProblem(fields);
    if (problem !== null) return this.breakStream(stream, HTTP2_CODES.PROTOCOL_ERROR, problem);
    stream.onHeaders(fields, isEnd);
    if (isEnd && !stream.isOver) this.remoteEnd(stream);
  }

  /** Takes the end of what the peer sends on a stream. */
  remoteEnd(stream: Stream): void {
    stream.isRemoteEnded = true;
    stream.onRemoteEnd();
    if (stream.isLocalEnded && !stream.isOver) this.#over(stream);
  }

  /** Takes SETTINGS and acknowledges them. */
  takeSettings(buffer: Uint8Array, start: number, end: number): void {
    const difference = this.sender.settings.take(buffer, start, end, this.isServer);
    this.sender.applySettings();
    for (const stream of this.streams.values()) {
      stream.sendWindow += difference;
      if (stream.sendWindow > MAX_WINDOW_BYTES) throw overflow(`stream ${stream.id}`);
    }
    this.#output.control(FRAME.settings, FLAG.ack, 0, 0);
    if (difference > 0) { for (const stream of [...this.streams.values()]) this.sender.wake(stream); }
    if (!this.#hasSettings) {
      this.#hasSettings = true;
      this.#setTimer(0, () => {});
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
    this.#isDraining = true;
    const message = `the server ended the connection with GOAWAY, ${http2CodeName(code)}`;
    this.#reason ??= new ConnectionError("ConnectionClosed", `Cannot use connection: ${message}`);
    for (const stream of [...this.streams.values()]) {
      if (stream.id > lastId) this.abort(stream, { code: HTTP2_CODES.REFUSED_STREAM, by: "connection", message });
    }
    this.#events.onGoaway();
    this.#closeIfDrained();
  }

  /** Ends a stream with RST_STREAM. */
  resetStream(stream: Stream, code: number, message: string): void {
    if (stream.isOver) return;
    this.#reset.add(stream.id);
    this.sender.reset(stream.id, code);
    this.abort(stream, { code, by: "us", message });
  }

  /** Ends a stream on which the peer broke a rule. */
  breakStream(stream: Stream, code: number, message: string): void {
    this.resetStream(stream, code, message);
    this.spendReset();
  }

  /** Answers a frame on a stream that is not open, or may not be. */
  refuseStream(id: number, code: number): void {
    const stream = this.streams.get(id);
    if (stream !== undefined) return this.breakStream(stream, code, `the peer broke a rule: ${http2CodeName(code)}`);
    this.#reset.add(id);
    this.sender.reset(id, code);
  }

  /** Removes a stream that is over, and tells it why. */
  abort(stream: Stream, reason: StreamAbort): void {
    if (stream.isOver) return;
    this.#over(stream);
    stream.onAbort(reason);
  }

  /** Whether the peer has not opened that stream yet. */
  isIdle(id: number): boolean {
    const isPeers = (id % 2 === 1) === this.isServer;
    return isPeers ? id > this.#lastPeerId : id >= this.#nextId;
  }

  /** Whether this end has reset that stream lately. */
  wasReset(id: number): boolean {
    return this.#reset.has(id);
  }

  /** Counts a stream that the peer made end early. */
  spendReset(): void {
    if (this.#budget.spend(this.clock.now())) return;
    const { maxResets, resetsPerSecond } = this.limits;
    const limit = `maxResets ${maxResets} and ${resetsPerSecond} more each second`;
    throw connectionFault(
      "ENHANCE_YOUR_CALM",
      `Cannot go on: the streams that the peer made end early exceed ${limit}`,
    );
  }

  /** Takes no further streams, and ends once the last one is over. */
  drain(): void {
    this.#isDraining = true;
    this.#closeIfDrained();
  }

  /** Ends the connection with GOAWAY. */
  fail(error: Error): void {
    if (this.#isEnding) return;
    const name: Http2Code = error instanceof ProtocolError ? error.code as Http2ErrorCode : "INTERNAL_ERROR";
    const text = new TextEncoder().encode(error instanceof ProtocolError ? error.message : "");
    this.#output.frame(FRAME.goaway, 0, 0, 8 + text.length);
    this.#output.uint32(this.#lastPeerId);
    this.#output.uint32(HTTP2_CODES[name]);
    this.#output.bytes(text, 0, text.length);
    this.#end(error);
  }

  /** Ends the connection without GOAWAY; what waits to be written goes out first, for a second at most. */
  close(reason: Error | null = null): void {
    if (!this.#isEnding) this.#end(reason);
  }

  #end(reason: Error | null): void {
    this.#isEnding = true;
    this.#reason = reason ?? this.#reason;
    this.#keepalive?.stop();
    this.#setTimer(CLOSING_MS, () => this.#closeNow());
    const message = this.#reason?.message ?? "the connection was closed";
    for (const stream of [...this.streams.values()]) {
      this.abort(stream, { code: HTTP2_CODES.CANCEL, by: "connection", message });
    }
    this.#output.whenIdle().then(() => this.#bytes.endWriting());
  }

  /** The peer has closed its side: what is open can no longer end well. */
  #peerEnded(): void {
    const isEarly = this.#reader.pending > 0 || this.streams.size > 0 || !this.#hasSettings;
    const error = new ConnectionError("ConnectionClosed", "Cannot read from the connection: the peer closed it");
    if (!this.#isEnding) this.#end(isEarly ? error : null);
    this.#output.whenIdle().then(() => this.#closeNow());
  }

  #lost(cause: unknown): void {
    if (this.#isClosed) return;
    const message = `Cannot use connection: ${cause instanceof Error ? cause.message : String(cause)}`;
    // A client that has no call may go at any time, also while it is being answered.
    const isOrderly = this.isServer && this.#hasSettings && this.streams.size === 0;
    if (!this.#isEnding) this.#end(isOrderly ? null : new ConnectionError("ConnectionClosed", message, { cause }));
    this.#closeNow();
  }

  #closeNow(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#setTimer(0, () => {});
    this.#output.close();
    this.#bytes.close();
    this.#events.onClosed(this.#reason);
  }

  #add(stream: Stream): void {
    stream.sendWindow = this.sender.settings.initialWindowSize;
    stream.receiveWindow = this.limits.streamWindowBytes;
    this.streams.set(stream.id, stream);
    if (this.streams.size === 1 && this.limits.idleTimeoutMs > 0) this.#setTimer(0, () => {});
  }

  /** A server that has answered takes no more of the request (RFC 9113, 8.1). */
  #localEnded(stream: Stream): void {
    if (stream.isRemoteEnded) return this.#over(stream);
    if (!this.isServer) return;
    this.#reset.add(stream.id);
    this.sender.reset(stream.id, HTTP2_CODES.NO_ERROR);
    this.#over(stream);
  }

  #over(stream: Stream): void {
    stream.isOver = true;
    stream.pieces.length = 0;
    stream.queuedBytes = 0;
    this.credit.drop(stream);
    this.streams.delete(stream.id);
    this.#events.onStreamOver(stream);
    if (this.streams.size > 0) return;
    this.#closeIfDrained();
    this.#watchIdle();
  }

  #refuseBroken(id: number): void {
    this.refuseStream(id, HTTP2_CODES.PROTOCOL_ERROR);
    this.spendReset();
  }

  #closeIfDrained(): void {
    if (this.#isDraining && this.streams.size === 0) this.close();
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
    if (idleTimeoutMs === 0 || this.#isEnding || this.streams.size > 0) return;
    this.#setTimer(idleTimeoutMs, () => this.close());
  }

  /** One timer at a time: handshake, idle, then closing. */
  #setTimer(ms: number, callback: () => void): void {
    if (this.#timer !== null) this.clock.clearTimeout(this.#timer);
    this.#timer = ms === 0 ? null : this.clock.setTimeout(callback, ms);
  }
}
