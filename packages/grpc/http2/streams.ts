/**
 * The streams of a connection: how they open, and each way in which they end.
 *
 * @module
 */
import type { Clock } from "@fluxwire/transport";
import type { Field } from "../hpack/field.ts";
import type { GrpcLimits } from "../limits.ts";
import { connectionFault, HTTP2_CODES, http2CodeName } from "./error_code.ts";
import { contentLength, requestProblem, responseProblem, trailersProblem } from "./field_rules.ts";
import { DEFAULT_WINDOW_BYTES } from "./frame_type.ts";
import type { ReceiveCredit } from "./receive_credit.ts";
import { ResetBudget } from "./reset_budget.ts";
import type { Sender } from "./sender.ts";
import type { Stream, StreamAbort } from "./stream.ts";
import { StreamTable } from "./stream_table.ts";

/** What streams need from their connection. */
export interface StreamsOwner {
  /** What is sent. */
  readonly sender: Sender;
  /** The windows of the peer. */
  readonly credit: ReceiveCredit;
  /** The bounds. */
  readonly limits: GrpcLimits;
  /** The time. */
  readonly clock: Clock;
  /** Makes the stream of a request; null for a header list above the limit. */
  onRequest(fields: Field[] | null): Stream;
  /** A stream is the only one. */
  onFirst(): void;
  /** A stream is over. */
  onOver(stream: Stream): void;
}

/** The streams of one connection. */
export class Streams {
  /** The streams that are not over, by number. */
  readonly open: Map<number, Stream>;
  /** What is known of numbers. */
  readonly table: StreamTable;
  /** No new stream is taken. */
  isDraining = false;
  /** The peer has acknowledged the windows of SETTINGS; until then it may use the usual ones. */
  hasAgreed = false;
  readonly #isServer: boolean;
  readonly #owner: StreamsOwner;
  readonly #budget: ResetBudget;

  /** No stream is open. */
  constructor(isServer: boolean, owner: StreamsOwner) {
    this.table = new StreamTable(isServer);
    this.open = this.table.open;
    this.#isServer = isServer;
    this.#owner = owner;
    const { limits, clock } = owner;
    this.#budget = new ResetBudget(limits.maxResets, limits.resetsPerSecond, clock.now());
  }

  /** Opens a stream from this end; its headers follow in the same turn. */
  begin(stream: Stream): void {
    stream.id = this.table.takeNumber();
    this.#add(stream);
  }

  /** Takes a request on a new stream. */
  accept(id: number, fields: Field[] | null, isEnd: boolean, dependsOnItself: boolean): void {
    if (id % 2 === 0) throw connectionFault("PROTOCOL_ERROR", `Cannot open stream ${id}: a client's numbers are odd`);
    this.table.lastPeerId = id;
    if (this.isDraining || this.open.size >= this.#owner.limits.maxStreams) {
      return this.refuse(id, HTTP2_CODES.REFUSED_STREAM);
    }
    const missingBytes = fields === null ? null : contentLength(fields);
    const isBroken = dependsOnItself || Number.isNaN(missingBytes) || (isEnd && (missingBytes ?? 0) > 0) ||
      (fields !== null && requestProblem(fields) !== null);
    if (isBroken) {
      this.refuse(id, HTTP2_CODES.PROTOCOL_ERROR);
      return this.spendReset();
    }
    const stream = this.#owner.onRequest(fields);
    stream.id = id;
    stream.missingBytes = missingBytes;
    this.#add(stream);
    stream.onHeaders(fields, isEnd);
    if (isEnd && !stream.isOver) this.remoteEnd(stream);
  }

  /** Takes the headers or trailers of a response. */
  takeResponse(stream: Stream, fields: Field[] | null, isEnd: boolean): void {
    const isFirst = fields !== null && fields[0]?.name === ":status";
    const problem = fields === null ? null : isFirst ? responseProblem(fields) : trailersProblem(fields);
    if (problem !== null) return this.break(stream, HTTP2_CODES.PROTOCOL_ERROR, problem);
    stream.onHeaders(fields, isEnd);
    if (isEnd && !stream.isOver) this.remoteEnd(stream);
  }

  /** Takes the trailers of a request. */
  takeTrailers(stream: Stream, fields: Field[] | null, isEnd: boolean): void {
    const problem = isEnd ? trailersProblem(fields ?? []) : "a second HEADERS does not end the stream";
    if (problem !== null) return this.break(stream, HTTP2_CODES.PROTOCOL_ERROR, problem);
    stream.onHeaders(fields, true);
    if (!stream.isOver) this.remoteEnd(stream);
  }

  /** Takes the end of what the peer sends on a stream. */
  remoteEnd(stream: Stream): void {
    stream.isRemoteEnded = true;
    stream.onRemoteEnd();
    if (stream.isLocalEnded && !stream.isOver) this.#over(stream);
  }

  /** Takes the end of what this end sends: a server that has answered takes no more of the request (RFC 9113, 8.1). */
  localEnd(stream: Stream): void {
    if (!stream.isRemoteEnded) {
      if (!this.#isServer) return;
      this.table.rememberReset(stream.id);
      this.#owner.sender.reset(stream.id, HTTP2_CODES.NO_ERROR);
    }
    this.#over(stream);
  }

  /** Ends a stream with RST_STREAM. */
  reset(stream: Stream, code: number, message: string): void {
    if (stream.isOver) return;
    this.table.rememberReset(stream.id);
    this.#owner.sender.reset(stream.id, code);
    this.abort(stream, { code, by: "us", message });
  }

  /** Ends a stream on which the peer broke a rule. */
  break(stream: Stream, code: number, message: string): void {
    this.reset(stream, code, message);
    this.spendReset();
  }

  /** Answers a frame on a stream that is not open, or may not be. */
  refuse(id: number, code: number): void {
    const stream = this.open.get(id);
    if (stream !== undefined) return this.break(stream, code, `the peer broke a rule: ${http2CodeName(code)}`);
    this.table.rememberReset(id);
    this.#owner.sender.reset(id, code);
  }

  /** Removes a stream that is over, and says why. */
  abort(stream: Stream, reason: StreamAbort): void {
    if (stream.isOver) return;
    this.#over(stream);
    stream.onAbort(reason);
  }

  /** Removes all streams above a number. */
  abortAbove(id: number, reason: StreamAbort): void {
    for (const stream of [...this.open.values()]) if (stream.id > id) this.abort(stream, reason);
  }

  /** Counts a stream that the peer made end early. */
  spendReset(): void {
    const { limits: { maxResets, resetsPerSecond }, clock } = this.#owner;
    if (this.#budget.spend(clock.now())) return;
    const limit = `maxResets ${maxResets} and ${resetsPerSecond} more each second`;
    const message = `Cannot go on: the streams that the peer made end early exceed ${limit}`;
    throw connectionFault("ENHANCE_YOUR_CALM", message);
  }

  #add(stream: Stream): void {
    stream.sendWindow = this.#owner.sender.settings.initialWindowSize;
    const { streamWindowBytes } = this.#owner.limits;
    stream.receiveWindow = this.hasAgreed ? streamWindowBytes : Math.max(streamWindowBytes, DEFAULT_WINDOW_BYTES);
    this.open.set(stream.id, stream);
    if (this.open.size === 1) this.#owner.onFirst();
  }

  #over(stream: Stream): void {
    stream.isOver = true;
    stream.pieces.length = 0;
    stream.queuedBytes = 0;
    this.#owner.credit.drop(stream);
    this.open.delete(stream.id);
    this.#owner.onOver(stream);
  }
}
