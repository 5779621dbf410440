/**
 * What a connection sends: header blocks in their order, DATA within the peer's windows and frame size, and the frames
 * of control.
 *
 * @module
 */
import { type HeaderTemplate, HpackEncoder } from "../hpack/encoder.ts";
import type { Field } from "../hpack/field.ts";
import { DEFAULT_WINDOW_BYTES, FLAG, FRAME } from "./frame_type.ts";
import type { Output } from "./output.ts";
import { PeerSettings } from "./peer_settings.ts";
import { MESSAGE_PREFIX_BYTES, type Piece, type Stream } from "./stream.ts";

/** Streams take turns of one frame each. */
export class Sender {
  /** What the peer allows. */
  readonly settings: PeerSettings = new PeerSettings();
  /** Bytes that the peer takes now on all streams together. */
  window: number = DEFAULT_WINDOW_BYTES;
  readonly #output: Output;
  readonly #encoder = new HpackEncoder();
  readonly #onLocalEnd: (stream: Stream) => void;
  #ready: Stream[] = [];

  /**
   * Sends through an output.
   *
   * @param onLocalEnd Called once the last frame of a stream is written into the output.
   */
  constructor(output: Output, onLocalEnd: (stream: Stream) => void) {
    this.#output = output;
    this.#onLocalEnd = onLocalEnd;
  }

  /** Takes over what the peer's new SETTINGS say of header blocks. */
  applySettings(): void {
    this.#encoder.limitTable(this.settings.headerTableSize);
  }

  /** Sends a header block now, which must not come before DATA that waits on the stream. */
  headers(stream: Stream, template: HeaderTemplate, others: readonly Field[] | null, isEnd: boolean): void {
    const block = this.#encoder.encode(template, others);
    const limit = this.settings.maxFrameSize;
    const first = Math.min(block.length, limit);
    const endFlag = isEnd ? FLAG.endStream : 0;
    this.#output.frame(FRAME.headers, endFlag | (first === block.length ? FLAG.endHeaders : 0), stream.id, first);
    this.#output.bytes(block, 0, first);
    for (let at = first; at < block.length;) {
      const next = Math.min(block.length, at + limit);
      this.#output.frame(FRAME.continuation, next === block.length ? FLAG.endHeaders : 0, stream.id, next - at);
      this.#output.bytes(block, at, next);
      at = next;
    }
    if (isEnd) this.#ended(stream);
  }

  /** Sends bytes as far as windows allow; the rest waits in the stream. */
  data(stream: Stream, bytes: Uint8Array, isMessage: boolean, isEnd: boolean): void {
    const length = bytes.length + (isMessage ? MESSAGE_PREFIX_BYTES : 0);
    const isWhole = stream.pieces.length === 0 && length <= this.#most(stream);
    const piece: Piece = { bytes, isMessage, sent: 0 };
    if (isWhole) {
      this.#frame(stream, piece, length, isEnd);
      return;
    }
    stream.pieces.push(piece);
    stream.queuedBytes += length;
    if (isEnd) stream.end = { trailers: null, others: null };
    this.wake(stream);
  }

  /** Ends a stream behind all that waits on it, with trailers or an empty DATA frame. */
  end(stream: Stream, trailers: HeaderTemplate | null, others: readonly Field[] | null): void {
    stream.end = { trailers, others };
    if (stream.pieces.length === 0) this.#finish(stream);
  }

  /** Sends what a stream can send, in its turn. */
  wake(stream: Stream): void {
    if (stream.isReady || stream.pieces.length === 0) return;
    stream.isReady = true;
    this.#ready.push(stream);
    this.pump();
  }

  /** Sends DATA of the streams that wait, in turns, until the output or a window is full. */
  pump(): void {
    while (this.#ready.length > 0 && this.#output.hasRoom && this.window > 0) {
      const turn = this.#ready;
      this.#ready = [];
      for (let at = 0; at < turn.length; at++) {
        const stream = turn[at]!;
        if (this.window <= 0 || !this.#output.hasRoom) {
          this.#ready.push(...turn.slice(at));
          return;
        }
        if (this.#sendOne(stream)) this.#ready.push(stream);
        else stream.isReady = false;
      }
    }
  }

  /** Sends WINDOW_UPDATE. */
  windowUpdate(streamId: number, bytes: number): void {
    this.#output.control(FRAME.windowUpdate, 0, streamId, 4);
    this.#output.uint32(bytes);
  }

  /** Sends RST_STREAM. */
  reset(streamId: number, code: number): void {
    this.#output.control(FRAME.rstStream, 0, streamId, 4);
    this.#output.uint32(code);
  }

  /** Sends one frame of a stream; false if it has nothing more, or no window. */
  #sendOne(stream: Stream): boolean {
    const piece = stream.pieces[0];
    const most = this.#most(stream);
    if (piece === undefined || stream.isOver || most <= 0) return false;
    const left = pieceBytes(piece) - piece.sent;
    const length = Math.min(left, most);
    const isDone = length === left;
    const isLast = isDone && stream.pieces.length === 1;
    if (isDone) stream.pieces.shift();
    stream.queuedBytes -= length;
    this.#frame(stream, piece, length, isLast && stream.end !== null && stream.end.trailers === null);
    if (!isLast) return true;
    if (stream.end === null) stream.onDrained();
    else if (!stream.isLocalEnded) this.#finish(stream);
    return stream.pieces.length > 0 && !stream.isOver;
  }

  /** What fits into one frame on this stream now. */
  #most(stream: Stream): number {
    return this.#output.hasRoom ? Math.min(stream.sendWindow, this.window, this.settings.maxFrameSize) : 0;
  }

  #frame(stream: Stream, piece: Piece, length: number, isEnd: boolean): void {
    this.#output.frame(FRAME.data, isEnd ? FLAG.endStream : 0, stream.id, length);
    stream.sendWindow -= length;
    this.window -= length;
    const end = piece.sent + length;
    if (!piece.isMessage) this.#output.bytes(piece.bytes, piece.sent, end);
    else {
      for (let at = piece.sent; at < MESSAGE_PREFIX_BYTES && at < end; at++) {
        this.#output.byte(at === 0 ? 0 : piece.bytes.length >>> (8 * (4 - at)));
      }
      if (end > MESSAGE_PREFIX_BYTES) {
        const from = Math.max(0, piece.sent - MESSAGE_PREFIX_BYTES);
        this.#output.bytes(piece.bytes, from, end - MESSAGE_PREFIX_BYTES);
      }
    }
    piece.sent = end;
    if (isEnd) this.#ended(stream);
  }

  #finish(stream: Stream): void {
    const { trailers, others } = stream.end!;
    if (trailers !== null) return this.headers(stream, trailers, others, true);
    this.#output.frame(FRAME.data, FLAG.endStream, stream.id, 0);
    this.#ended(stream);
  }

  #ended(stream: Stream): void {
    stream.isLocalEnded = true;
    this.#onLocalEnd(stream);
  }
}

function pieceBytes(piece: Piece): number {
  return piece.bytes.length + (piece.isMessage ? MESSAGE_PREFIX_BYTES : 0);
}
