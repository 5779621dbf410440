/**
 * A call that failed.
 *
 * @module
 */
import { Metadata, type MetadataInit } from "./metadata.ts";
import type { GrpcCode } from "./status.ts";

/** What a {@link GrpcError} may have besides its code. */
export interface GrpcErrorOptions {
  /**
   * Sent as trailers by a server; what a client received with the status.
   *
   * @default {undefined}
   */
  metadata?: MetadataInit;
  /**
   * What caused it, on this side only.
   *
   * @default {undefined}
   */
  cause?: unknown;
}

/**
 * A call failed: thrown by a handler, it is the status that the client receives; a client's call rejects with it.
 *
 * @example
 * ```ts
 * import { GrpcError } from "./grpc_error.ts";
 * import { equal } from "node:assert/strict";
 *
 * const error = new GrpcError("NOT_FOUND", "no hub has that id", { metadata: { "nx-code": "HubUnknown" } });
 * equal(error.message, "NOT_FOUND: no hub has that id");
 * equal(error.metadata.get("nx-code"), "HubUnknown");
 * ```
 */
export class GrpcError extends Error {
  /** The class's name. */
  override readonly name = "GrpcError";
  /** Further facts; empty if none were sent. */
  readonly metadata: Metadata;

  /**
   * A failed call.
   *
   * @param code The status.
   * @param details A sentence for people, which crosses the wire.
   */
  constructor(readonly code: GrpcCode, readonly details: string = "", options: GrpcErrorOptions = {}) {
    super(details === "" ? code : `${code}: ${details}`, { cause: options.cause });
    this.metadata = options.metadata instanceof Metadata ? options.metadata : new Metadata(options.metadata);
  }
}
