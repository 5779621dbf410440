/**
 * One call, from the server's end.
 *
 * @module
 */
import { Call } from "../call/call.ts";
import { clearDeadline, type Deadline, type Limited, setDeadline } from "@fluxwire/transport/internal";
import { errorFields, fieldValue } from "../call/fields.ts";
import { GrpcError } from "../call/grpc_error.ts";
import { MessageStream } from "../call/message_stream.ts";
import { Metadata, type MetadataInit } from "../call/metadata.ts";
import { type Messages, sendAll, type Stop } from "../call/send_all.ts";
import { parseTimeout } from "../call/timeout.ts";
import type { Field } from "../hpack/field.ts";
import type { StreamAbort } from "../http2/stream.ts";
import { ServerContext } from "./context.ts";
import type { Route } from "./routes.ts";
import type { ServerConnection } from "./server_connection.ts";

/** A call of a method that has a handler. */
export class ServerCall extends Call implements Limited {
  readonly #server: ServerConnection;
  readonly #route: Route;
  readonly #context: ServerContext;
  readonly #requests: MessageStream<unknown> | null;
  #request: Uint8Array | null = null;
  #requestCount = 0;
  #hasBegun = false;
  #hasSentHeaders = false;
  #trailers: Metadata | null = null;
  #hasFinished = false;
  #deadline: Deadline | null = null;
  #stop: Stop | null = null;

  /** A call whose headers have come. */
  constructor(server: ServerConnection, route: Route, fields: readonly Field[]) {
    super(server.connection);
    this.#server = server;
    this.#route = route;
    const { kind } = route.method;
    const isStream = kind === "client-stream" || kind === "bidi";
    this.#requests = isStream
      ? new MessageStream<unknown>({
        onTaken: (bytes) => this.taken(bytes),
        onReturn: () => this.taken(0),
      }, (bytes) => this.#decode(bytes))
      : null;
    this.#context = new ServerContext(this, route.path, fields, server.peer);
  }

  /** Messages that the handler has not taken. */
  get untakenMessages(): number {
    return this.#requests?.waitingMessages ?? 0;
  }

  /** Takes the headers, and later trailers, which gRPC's clients do not send. */
  onHeaders(fields: Field[] | null): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    const timeout = fieldValue(fields!, "grpc-timeout");
    if (timeout !== null) {
      const ms = parseTimeout(timeout);
      if (ms === null) return this.fail(new GrpcError("INTERNAL", `malformed grpc-timeout ${JSON.stringify(timeout)}`));
      const { clock } = this.connection;
      this.#context.deadline = clock.now() + ms;
      this.#deadline = setDeadline(this, clock, ms);
    }
    if (this.#requests !== null && !this.#hasFinished) this.#run(this.#requests);
  }
  /** Takes a request. */
  onMessage(message: Uint8Array): void {
    if (this.#requests !== null) return this.#requests.push(message);
    this.#requestCount++;
    this.#request = message;
  }

  /** Ends the call. */
  onBadMessage(error: GrpcError): void {
    this.fail(error);
  }

  /** Ends the call. */
  onDeadline(): void {
    this.fail(new GrpcError("DEADLINE_EXCEEDED", "the deadline has passed"));
  }

  /** Runs the handler of a single request, or ends the stream of requests. */
  onRemoteEnd(): void {
    if (this.#hasFinished) return;
    if (this.isTruncated) return this.fail(new GrpcError("INTERNAL", "the request ends within a message"));
    if (this.#requests !== null) return this.#requests.finish(null);
    if (this.#requestCount !== 1) {
      const count = this.#requestCount === 0 ? "no message" : `${this.#requestCount} messages`;
      return this.fail(new GrpcError("INTERNAL", `the request has ${count} instead of 1`));
    }
    let request: unknown;
    try {
      request = this.#decode(this.#request!);
    } catch (error) {
      return this.#thrown(error);
    }
    this.#request = null;
    this.#run(request);
  }

  /** The client has gone, or cancelled. */
  onAbort({ message, by, code }: StreamAbort): void {
    const isCancel = by !== "us";
    this.#finished(new GrpcError(isCancel ? "CANCELLED" : "INTERNAL", `${message}`, { cause: code }));
  }

  /** Sends the headers, which come first. */
  sendHeaders(metadata: Metadata | null): void {
    if (this.#hasSentHeaders) throw new TypeError("Cannot send headers: they are sent already");
    if (this.#hasFinished) return;
    this.#hasSentHeaders = true;
    const others = metadata === null ? null : Metadata.toFields(metadata);
    this.connection.sender.headers(this, this.#server.headers, others, false);
  }

  /** Sets the trailers. */
  setTrailers(metadata: MetadataInit): void {
    this.#trailers = new Metadata(metadata);
  }

  /** Ends the call with an error; does nothing once it has ended. */
  fail(error: GrpcError): void {
    if (this.#hasFinished) return;
    this.#finished(error);
    // What waits for a client that does not read would keep the call open behind its deadline.
    if (error.code === "DEADLINE_EXCEEDED" && this.queuedBytes > 0) return this.cancel(error.message);
    const fields = errorFields(error, this.#trailers);
    if (this.#hasSentHeaders) this.connection.sender.end(this, this.#server.noFields, fields);
    else this.connection.sender.headers(this, this.#server.headers, fields, true);
  }

  #run(request: unknown): void {
    const { kind } = this.#route.method;
    try {
      const result = this.#route.handler(request, this.#context);
      if (kind === "server-stream" || kind === "bidi") this.#sendAll(result);
      else if (result instanceof Promise) result.then(this.#respond, this.#thrown);
      else this.#respond(result);
    } catch (error) {
      this.#thrown(error);
    }
  }

  readonly #respond = (response: unknown): void => {
    if (this.#hasFinished) return;
    try {
      const bytes = this.#route.method.response.encode(response);
      this.#checkedSend(bytes);
      this.#succeed();
    } catch (error) {
      this.#thrown(error);
    }
  };

  #checkedSend(bytes: Uint8Array): void {
    const { maxSendBytes } = this.connection.limits;
    if (bytes.length <= maxSendBytes && !this.#hasSentHeaders) this.sendHeaders(null);
    super.send(bytes, false);
  }

  /** Sends a message of a stream, behind the headers. */
  override send(message: Uint8Array): void {
    if (this.#hasFinished) return;
    if (!this.#hasSentHeaders) this.sendHeaders(null);
    super.send(message, false);
  }

  #sendAll(messages: Messages<unknown>): void {
    sendAll(this, this.#route.method.response, messages, (stop) => this.#stop = stop).then(() => {
      if (!this.#hasFinished) this.#succeed();
    }, this.#thrown);
  }

  #succeed(): void {
    if (!this.#hasSentHeaders) this.sendHeaders(null);
    this.#finished(null);
    const others = this.#trailers === null ? null : Metadata.toFields(this.#trailers);
    this.connection.sender.end(this, this.#server.okTrailers, others);
  }

  readonly #thrown = (error: unknown): void => {
    if (this.#hasFinished) return;
    if (error instanceof GrpcError) return this.fail(error);
    this.#server.onHandlerError(error, this.#route.path);
    this.fail(new GrpcError("UNKNOWN", "the handler failed; the server's log has the error"));
  };

  /** All that comes from the handler from here on is dropped. */
  #finished(error: GrpcError | null): void {
    if (this.#hasFinished) return;
    this.#hasFinished = true;
    clearDeadline(this, this.connection.clock, this.#deadline);
    if (error === null) this.#requests?.finish(null);
    else {
      this.#requests?.abort(error);
      this.#stop?.();
      this.#context.abort(error);
    }
    this.onDrained();
  }

  #decode(bytes: Uint8Array): unknown {
    try {
      return this.#route.method.request.decode(bytes);
    } catch (cause) {
      throw new GrpcError("INTERNAL", "a request cannot be decoded", { cause });
    }
  }
}
