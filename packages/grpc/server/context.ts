/**
 * What a handler is given of its call.
 *
 * @module
 */
import type { GrpcError } from "../call/grpc_error.ts";
import { Metadata, type MetadataInit } from "../call/metadata.ts";
import type { Field } from "../hpack/field.ts";
import type { CallContext } from "./handlers.ts";
import type { ServerCall } from "./server_call.ts";

/** A context whose parts are made when they are asked for. */
export class ServerContext implements CallContext {
  /** When the client stops to wait. */
  deadline: number | null = null;
  /** The method's path. */
  readonly method: string;
  /** The client's address. */
  readonly peer: string;
  readonly #call: ServerCall;
  readonly #fields: readonly Field[];
  #metadata: Metadata | null = null;
  #controller: AbortController | null = null;
  #aborted: GrpcError | null = null;

  /** The context of a call. */
  constructor(call: ServerCall, method: string, fields: readonly Field[], peer: string) {
    this.#call = call;
    this.method = method;
    this.#fields = fields;
    this.peer = peer;
  }

  /** What the client sent with the call. */
  get metadata(): Metadata {
    return this.#metadata ??= Metadata.fromFields(this.#fields);
  }

  /** Aborts when the call ends before the handler. */
  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#aborted !== null) this.#controller.abort(this.#aborted);
    }
    return this.#controller.signal;
  }

  /** Sends the headers now. */
  sendHeaders(metadata?: MetadataInit): void {
    this.#call.sendHeaders(metadata === undefined ? null : new Metadata(metadata));
  }

  /** Sets the trailers. */
  setTrailers(metadata: MetadataInit): void {
    this.#call.setTrailers(metadata);
  }

  /** The call is over. */
  abort(error: GrpcError): void {
    this.#aborted = error;
    this.#controller?.abort(error);
  }
}
