/**
 * One connection of a server, and the calls on it.
 *
 * @module
 */
import type { Clock } from "@fluxwire/transport";
import { errorFields, fieldValue } from "../call/fields.ts";
import { GrpcError } from "../call/grpc_error.ts";
import { CONTENT_TYPE, isGrpcType } from "../call/media_type.ts";
import { HeaderTemplate } from "../hpack/encoder.ts";
import type { Field } from "../hpack/field.ts";
import { Http2Connection } from "../http2/connection.ts";
import type { Keepalive } from "../http2/keepalive.ts";
import type { Stream } from "../http2/stream.ts";
import type { GrpcLimits } from "../limits.ts";
import type { ByteStream } from "../socket/byte_stream.ts";
import { type Authorize, refusalOf } from "./authorize.ts";
import { RefusedCall } from "./refused_call.ts";
import { RefusedRequest } from "./refused_request.ts";
import type { Route } from "./routes.ts";
import { ServerCall } from "./server_call.ts";

/** What a connection is served with. */
export interface ServerConnectionSetup {
  /** The methods. */
  routes: ReadonlyMap<string, Route>;
  /** The bounds. */
  limits: GrpcLimits;
  /** The timers. */
  clock: Clock;
  /** Whether the client is asked if it lives. */
  keepalive: Keepalive | null;
  /** Sees each call first; null for none. */
  authorize: Authorize | null;
  /** Reports what a handler threw, or why a connection ended; `method` is null for a connection. */
  onError(error: unknown, place: { peer: string; method: string | null }): void;
  /** The connection is over. */
  onClosed(): void;
}

/** Serves one connection. */
export class ServerConnection {
  /** The connection. */
  readonly connection: Http2Connection;
  /** The client's address. */
  readonly peer: string;
  /** The headers of every answer; their block is kept. */
  readonly headers: HeaderTemplate = new HeaderTemplate([
    { name: ":status", value: "200" },
    { name: "content-type", value: CONTENT_TYPE },
  ]);
  /** The trailers of a call that went well. */
  readonly okTrailers: HeaderTemplate = new HeaderTemplate([{ name: "grpc-status", value: "0" }]);
  /** A block of other fields only. */
  readonly noFields: HeaderTemplate = new HeaderTemplate([]);
  readonly #setup: ServerConnectionSetup;

  /** A connection that is served once {@link run} is called. */
  constructor(bytes: ByteStream, peer: string, setup: ServerConnectionSetup) {
    this.peer = peer;
    this.#setup = setup;
    this.connection = new Http2Connection({
      bytes,
      isServer: true,
      limits: setup.limits,
      clock: setup.clock,
      keepalive: setup.keepalive,
      events: {
        onRequest: (fields) => this.#onRequest(fields),
        onSettings() {},
        onStreamOver() {},
        onNoMoreStreams() {},
        onClosed: (reason) => {
          if (reason !== null) setup.onError(reason, { peer, method: null });
          setup.onClosed();
        },
      },
    });
  }

  /** Serves until the connection ends. */
  run(): Promise<void> {
    return this.connection.run();
  }

  /** Reports what a handler threw. */
  onHandlerError(error: unknown, method: string): void {
    this.#setup.onError(error, { peer: this.peer, method });
  }

  #onRequest(fields: Field[] | null): Stream {
    if (fields === null) {
      const { maxHeaderListBytes } = this.connection.limits;
      const text = `the header list exceeds maxHeaderListBytes ${maxHeaderListBytes}`;
      return this.#refuse(new GrpcError("RESOURCE_EXHAUSTED", text));
    }
    if (!isGrpcType(fieldValue(fields, "content-type"))) {
      const text = "This is a gRPC server: it takes POST with content-type application/grpc.\n";
      return new RefusedRequest(this.connection, "415", text);
    }
    if (fieldValue(fields, ":method") !== "POST") {
      return new RefusedRequest(this.connection, "405", "This is a gRPC server: it takes POST only.\n");
    }
    const path = fieldValue(fields, ":path")!;
    const refusal = this.#refusal(path, fields);
    if (refusal !== null) return new RefusedCall(this.connection, this.headers, refusal);
    const route = this.#setup.routes.get(path);
    if (route !== undefined) return new ServerCall(this, route, fields);
    return this.#refuse(new GrpcError("UNIMPLEMENTED", `no method is called ${path}`));
  }

  #refusal(method: string, fields: Field[]): Field[] | null {
    const { authorize } = this.#setup;
    if (authorize === null) return null;
    return refusalOf(authorize, { method, peer: this.peer, fields }, (error) => this.onHandlerError(error, method));
  }

  #refuse(error: GrpcError): Stream {
    return new RefusedCall(this.connection, this.headers, errorFields(error, null));
  }
}
