/**
 * One call, from the client's end.
 *
 * @module
 */
import { Call } from "../call/call.ts";
import { clearDeadline, type Deadline, type Limited, setDeadline } from "@fluxwire/transport/internal";
import { GrpcError } from "../call/grpc_error.ts";
import { Metadata } from "../call/metadata.ts";
import type { Stop } from "../call/send_all.ts";
import { formatTimeout } from "../call/timeout.ts";
import type { HeaderTemplate } from "../hpack/encoder.ts";
import type { Field } from "../hpack/field.ts";
import { HTTP2_CODES } from "../http2/error_code.ts";
import type { StreamAbort } from "../http2/stream.ts";
import type { CallOptions } from "./call_options.ts";
import type { ClientChannel } from "./channel.ts";
import { abortError, headersError, trailersError } from "./response_status.ts";

/** What a call does with its answer. */
export interface ResponseTaker {
  /** Takes the headers. */
  onHeaders(metadata: Metadata): void;
  /** Takes a message. */
  onMessage(bytes: Uint8Array): void;
  /** The call is over; an error that is not the server's status drops what was not taken. */
  onEnd(error: GrpcError | null, isStatus: boolean, trailers: Metadata): void;
  /** Messages that the application has not taken. */
  readonly untakenMessages: number;
}

/** A call of a method. */
export class ClientCall extends Call implements Limited {
  readonly #channel: ClientChannel;
  readonly #template: HeaderTemplate;
  readonly #options: CallOptions;
  readonly #taker: ResponseTaker;
  readonly #deadline: number | null;
  readonly #metadata: readonly Field[] | null;
  readonly #send: (call: ClientCall) => void;
  #timer: Deadline | null = null;
  #headers: GrpcError | null | undefined = undefined;
  #isOver = false;
  #stop: Stop | null = null;

  /**
   * A call that begins when the server allows a further stream, often at once.
   *
   * @param send Sends the request, behind the headers.
   * @throws {TypeError} For metadata that cannot be sent.
   */
  constructor(
    channel: ClientChannel,
    template: HeaderTemplate,
    options: CallOptions,
    taker: ResponseTaker,
    send: (call: ClientCall) => void,
  ) {
    super(channel.connection);
    this.#channel = channel;
    this.#template = template;
    this.#options = options;
    this.#taker = taker;
    this.#send = send;
    const { timeoutMs, signal, metadata } = options;
    this.#metadata = metadata === undefined ? null : Metadata.toFields(new Metadata(metadata));
    this.#deadline = timeoutMs === undefined ? null : channel.connection.clock.now() + timeoutMs;
    if (signal?.aborted) this.#onSignal();
    else {
      signal?.addEventListener("abort", this.#onSignal, { once: true });
      if (timeoutMs !== undefined) this.#timer = setDeadline(this, channel.connection.clock, timeoutMs);
      channel.start(this);
    }
  }

  /** Messages that the application has not taken. */
  get untakenMessages(): number {
    return this.#taker.untakenMessages;
  }

  /** Opens the stream and sends. */
  begin(): void {
    const others: Field[] = this.#deadline === null
      ? []
      : [{ name: "grpc-timeout", value: formatTimeout(this.#deadline - this.connection.clock.now()) }];
    if (this.#metadata !== null) others.push(...this.#metadata);
    this.connection.streams.begin(this);
    this.connection.sender.headers(this, this.#template, others, false);
    try {
      this.#send(this);
    } catch (error) {
      this.failLocally(error);
    }
  }

  /** What stops the source of requests when the call is over. */
  set stop(stop: Stop) {
    if (this.#isOver) stop();
    else this.#stop = stop;
  }

  /** No more requests follow. */
  endRequests(): void {
    if (!this.isOver && !this.isLocalEnded) this.connection.sender.end(this, null, null);
  }

  /** Takes headers, then trailers; both in one for an answer without messages. */
  onHeaders(fields: Field[] | null, isEnd: boolean): void {
    if (fields === null) {
      const { maxHeaderListBytes } = this.connection.limits;
      const text = `the answer's header list exceeds maxHeaderListBytes ${maxHeaderListBytes}`;
      return this.#giveUp(new GrpcError("RESOURCE_EXHAUSTED", text));
    }
    const isFirst = this.#headers === undefined;
    if (isFirst && fields[0]?.name === ":status" && fields[0].value.startsWith("1")) return;
    if (isFirst !== (fields[0]?.name === ":status")) {
      return this.#giveUp(new GrpcError("INTERNAL", "the server's headers and trailers are out of order"));
    }
    if (isFirst) this.#headers = headersError(fields);
    if (!isEnd) {
      if (!isFirst) return this.#giveUp(new GrpcError("INTERNAL", "the server sent headers twice"));
      if (this.#headers === null) this.#giveHeaders(Metadata.fromFields(fields));
      return;
    }
    if (this.isTruncated) return this.#giveUp(new GrpcError("INTERNAL", "the answer ends within a message"));
    const hasStatus = fields.some(({ name }) => name === "grpc-status");
    const error = hasStatus ? trailersError(fields) : this.#headers ?? trailersError(fields);
    this.#end(error, true, Metadata.fromFields(fields));
  }

  /** Takes a response. */
  onMessage(message: Uint8Array): void {
    if (this.#isOver) return;
    if (this.#headers === undefined) {
      return this.#giveUp(new GrpcError("INTERNAL", "the server sent data before headers"));
    }
    this.#taker.onMessage(message);
  }

  /** Takes data of an answer of gRPC; a page of HTML is dropped. */
  override onData(buffer: Uint8Array, start: number, end: number): void {
    if (this.#headers instanceof GrpcError) return this.connection.credit.took(this, end - start);
    super.onData(buffer, start, end);
  }

  /** Ends the call. */
  onBadMessage(error: GrpcError): void {
    this.#giveUp(error);
  }

  /** The server ended without trailers, unless they were the end. */
  onRemoteEnd(): void {
    if (!this.#isOver) {
      const error = this.#headers ?? new GrpcError("INTERNAL", "the server ended the call without a status");
      this.#end(error, true, new Metadata());
    }
    // The server takes no more requests.
    if (!this.isLocalEnded) this.connection.streams.reset(this, HTTP2_CODES.NO_ERROR, "the call is over");
  }

  /** The stream is over without a status. */
  onAbort(reason: StreamAbort): void {
    this.#end(abortError(reason), false, new Metadata());
  }

  /** Ends the call. */
  onDeadline(): void {
    this.#giveUp(new GrpcError("DEADLINE_EXCEEDED", `no answer within ${this.#options.timeoutMs} ms`));
  }

  /** Ends the call because of what its own side did. */
  failLocally(error: unknown): void {
    this.#giveUp(
      error instanceof GrpcError ? error : new GrpcError("CANCELLED", "the call failed on this side", { cause: error }),
    );
  }

  readonly #onSignal = (): void => {
    const { reason } = this.#options.signal!;
    this.#giveUp(new GrpcError("CANCELLED", "the caller cancelled", { cause: reason }));
  };

  /** What the caller's function throws ends its call, not the connection. */
  #giveHeaders(metadata: Metadata): void {
    try {
      this.#taker.onHeaders(metadata);
    } catch (error) {
      this.failLocally(error);
    }
  }

  #giveUp(error: GrpcError): void {
    if (this.#isOver) return;
    this.#end(error, false, new Metadata());
    if (this.id !== 0) this.cancel(error.message);
    else this.#channel.forget(this);
  }

  #end(error: GrpcError | null, isStatus: boolean, trailers: Metadata): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearDeadline(this, this.connection.clock, this.#timer);
    this.#options.signal?.removeEventListener("abort", this.#onSignal);
    this.#stop?.();
    this.onDrained();
    let outcome = error;
    try {
      this.#options.onTrailers?.(trailers);
    } catch (cause) {
      outcome ??= new GrpcError("CANCELLED", "onTrailers failed on this side", { cause });
    }
    this.#taker.onEnd(outcome, isStatus, trailers);
  }
}
