/**
 * What a connection does with each frame of its peer.
 *
 * @module
 */
import { HpackDecoder } from "../hpack/decoder.ts";
import type { Field } from "../hpack/field.ts";
import { HpackError } from "../hpack/hpack_error.ts";
import type { GrpcLimits } from "../limits.ts";
import { type Block, BlockAssembly } from "./block_assembly.ts";
import type { Http2Connection } from "./connection.ts";
import { connectionFault, HTTP2_CODES, http2CodeName } from "./error_code.ts";
import { checkFrame } from "./frame_check.ts";
import { readUint32 } from "./frame_reader.ts";
import { FLAG, FRAME, MAX_WINDOW_BYTES } from "./frame_type.ts";
import type { Stream } from "./stream.ts";

/** Applies the rules of RFC 9113 to frames, and hands on what they carry. */
export class Receiver {
  readonly #connection: Http2Connection;
  readonly #limits: GrpcLimits;
  readonly #decoder = new HpackDecoder();
  readonly #assembly: BlockAssembly;
  #hasSettings = false;

  /** Takes the frames of a connection. */
  constructor(connection: Http2Connection, limits: GrpcLimits) {
    this.#connection = connection;
    this.#limits = limits;
    this.#assembly = new BlockAssembly(limits);
  }

  /**
   * Takes one frame.
   *
   * @throws {ProtocolError} The connection must end with its code.
   */
  take(type: number, flags: number, id: number, buffer: Uint8Array, start: number, end: number): void {
    if (!this.#hasSettings) this.#takeFirst(type, flags);
    const open = this.#assembly.openStream;
    if (open !== 0 && type !== FRAME.continuation) {
      throw connectionFault("PROTOCOL_ERROR", `Cannot read frame: the header block of stream ${open} is not complete`);
    }
    checkFrame(type, flags, id, end - start);
    switch (type) {
      case FRAME.data:
        return this.#data(flags, id, buffer, start, end);
      case FRAME.headers:
        return this.#block(this.#assembly.headers(id, flags, buffer, start, end));
      case FRAME.continuation:
        return this.#block(this.#assembly.continuation(id, flags, buffer, start, end));
      case FRAME.priority:
        return this.#priority(id, buffer, start, end);
      case FRAME.rstStream:
        return this.#reset(id, readUint32(buffer, start) >>> 0);
      case FRAME.settings:
        return this.#settings(flags, buffer, start, end);
      case FRAME.pushPromise:
        throw connectionFault("PROTOCOL_ERROR", "Cannot read PUSH_PROMISE: push is not enabled");
      case FRAME.ping:
        return this.#connection.takePing((flags & FLAG.ack) !== 0, buffer, start, end);
      case FRAME.goaway:
        return this.#goaway(buffer, start);
      case FRAME.windowUpdate:
        return this.#windowUpdate(id, readUint32(buffer, start) & 0x7fffffff);
    }
  }

  #takeFirst(type: number, flags: number): void {
    if (type !== FRAME.settings || (flags & FLAG.ack) !== 0) {
      throw connectionFault("PROTOCOL_ERROR", "Cannot read frame: the first one is not SETTINGS");
    }
    this.#hasSettings = true;
  }

  #data(flags: number, id: number, buffer: Uint8Array, start: number, end: number): void {
    const { streams, credit } = this.#connection;
    if (!credit.arrived(end - start)) {
      throw connectionFault("FLOW_CONTROL_ERROR", "Cannot read DATA: it exceeds the window of the connection");
    }
    let from = start, to = end;
    if ((flags & FLAG.padded) !== 0) {
      if (from === to) throw connectionFault("FRAME_SIZE_ERROR", "Cannot read DATA: it is shorter than its flags say");
      to -= buffer[from++]!;
      if (to < from) {
        throw connectionFault("PROTOCOL_ERROR", "Cannot read DATA: its padding is longer than its payload");
      }
    }
    const stream = this.#openStream(id, "DATA");
    if (stream === null) return;
    if (!credit.arrivedOn(stream, end - start)) {
      return streams.reset(stream, HTTP2_CODES.FLOW_CONTROL_ERROR, "DATA exceeds the window of the stream");
    }
    const padding = end - start - (to - from);
    if (padding > 0) credit.took(stream, padding);
    if (stream.missingBytes !== null) stream.missingBytes -= to - from;
    const isEnd = (flags & FLAG.endStream) !== 0;
    if (stream.missingBytes !== null && (stream.missingBytes < 0 || (isEnd && stream.missingBytes > 0))) {
      return streams.break(stream, HTTP2_CODES.PROTOCOL_ERROR, "DATA is not as long as content-length");
    }
    if (to > from) stream.onData(buffer, from, to);
    if (isEnd && !stream.isOver) streams.remoteEnd(stream);
  }

  /** The stream of a frame that only open streams may have; null if the frame is answered or ignored. */
  #openStream(id: number, frame: string): Stream | null {
    const { streams } = this.#connection;
    const stream = streams.open.get(id);
    if (stream === undefined) {
      if (streams.table.isIdle(id)) {
        throw connectionFault("PROTOCOL_ERROR", `Cannot read ${frame}: stream ${id} is not open`);
      }
      if (!streams.table.wasReset(id)) streams.refuse(id, HTTP2_CODES.STREAM_CLOSED);
      return null;
    }
    if (!stream.isRemoteEnded) return stream;
    streams.break(stream, HTTP2_CODES.STREAM_CLOSED, `${frame} came after the end of the stream`);
    return null;
  }

  #block(block: Block | null): void {
    if (block === null) return;
    const { streamId: id, isEnd } = block;
    const { streams } = this.#connection;
    const fields = this.#decode(block);
    if (this.#connection.isServer && !streams.open.has(id)) {
      if (streams.table.isIdle(id)) return streams.accept(id, fields, isEnd, block.dependsOnItself);
      if (streams.table.wasReset(id)) return;
      throw connectionFault("STREAM_CLOSED", `Cannot read HEADERS: stream ${id} is closed`);
    }
    const stream = this.#openStream(id, "HEADERS");
    if (stream === null) return;
    if (block.dependsOnItself) {
      return streams.break(stream, HTTP2_CODES.PROTOCOL_ERROR, "the stream depends on itself");
    }
    if (!this.#connection.isServer) return streams.takeResponse(stream, fields, isEnd);
    streams.takeTrailers(stream, fields, isEnd);
  }

  #decode(block: Block): Field[] | null {
    try {
      return this.#decoder.decode(block.bytes, block.start, block.end, this.#limits.maxHeaderListBytes);
    } catch (error) {
      if (error instanceof HpackError) throw connectionFault("COMPRESSION_ERROR", error.message);
      throw error;
    }
  }

  #priority(id: number, buffer: Uint8Array, start: number, end: number): void {
    const { streams } = this.#connection;
    if (end - start !== 5) return streams.refuse(id, HTTP2_CODES.FRAME_SIZE_ERROR);
    const dependency = readUint32(buffer, start) & 0x7fffffff;
    if (dependency !== id) return;
    if (streams.table.isIdle(id)) {
      throw connectionFault("PROTOCOL_ERROR", `Cannot read PRIORITY: stream ${id} depends on itself`);
    }
    streams.refuse(id, HTTP2_CODES.PROTOCOL_ERROR);
  }

  #reset(id: number, code: number): void {
    const { streams } = this.#connection;
    if (streams.table.isIdle(id)) {
      throw connectionFault("PROTOCOL_ERROR", `Cannot read RST_STREAM: stream ${id} is not open`);
    }
    const stream = streams.open.get(id);
    if (stream === undefined) return;
    streams.abort(stream, { code, by: "peer", message: `the peer reset the stream with ${http2CodeName(code)}` });
    // A client has opened its streams itself: that they are reset costs the server more.
    if (this.#connection.isServer) streams.spendReset();
  }

  #settings(flags: number, buffer: Uint8Array, start: number, end: number): void {
    if ((flags & FLAG.ack) === 0) this.#connection.takeSettings(buffer, start, end);
    else this.#connection.streams.hasAgreed = true;
  }

  #goaway(buffer: Uint8Array, start: number): void {
    const lastId = readUint32(buffer, start) & 0x7fffffff;
    this.#connection.takeGoaway(lastId, readUint32(buffer, start + 4) >>> 0);
  }

  #windowUpdate(id: number, increment: number): void {
    const { sender, streams } = this.#connection;
    if (id === 0) {
      if (increment === 0) throw connectionFault("PROTOCOL_ERROR", "Cannot read WINDOW_UPDATE: it adds 0 bytes");
      sender.window += increment;
      if (sender.window > MAX_WINDOW_BYTES) throw overflow("the connection");
      return sender.pump();
    }
    if (streams.table.isIdle(id)) {
      throw connectionFault("PROTOCOL_ERROR", `Cannot read WINDOW_UPDATE: stream ${id} is not open`);
    }
    const stream = streams.open.get(id);
    if (stream === undefined) return;
    if (increment === 0) {
      return streams.break(stream, HTTP2_CODES.PROTOCOL_ERROR, "WINDOW_UPDATE adds 0 bytes");
    }
    stream.sendWindow += increment;
    if (stream.sendWindow > MAX_WINDOW_BYTES) {
      const message = "WINDOW_UPDATE makes the window larger than allowed";
      return streams.break(stream, HTTP2_CODES.FLOW_CONTROL_ERROR, message);
    }
    sender.wake(stream);
  }
}

/** A window beyond the largest one. */
export function overflow(place: string): Error {
  return connectionFault("FLOW_CONTROL_ERROR", `Cannot enlarge the window of ${place}: it exceeds ${MAX_WINDOW_BYTES}`);
}
