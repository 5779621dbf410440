/**
 * An answer of one message.
 *
 * @module
 */
import { GrpcError } from "../call/grpc_error.ts";
import type { Metadata } from "../call/metadata.ts";
import type { Codec } from "../call/service_definition.ts";
import type { CallOptions } from "./call_options.ts";
import type { ResponseTaker } from "./client_call.ts";

/** Settles one promise with the message or the error. */
export class SingleResponse<T> implements ResponseTaker {
  /** Messages count as taken. */
  readonly untakenMessages = 0;
  readonly #codec: Codec<T>;
  readonly #options: CallOptions;
  readonly #result = Promise.withResolvers<T>();
  #message: Uint8Array | null = null;
  #count = 0;

  /** No answer yet. */
  constructor(codec: Codec<T>, options: CallOptions) {
    this.#codec = codec;
    this.#options = options;
  }

  /** The message; rejects with a GrpcError. */
  get promise(): Promise<T> {
    return this.#result.promise;
  }

  /** Hands on the headers. */
  onHeaders(metadata: Metadata): void {
    this.#options.onHeaders?.(metadata);
  }

  /** Keeps the message. */
  onMessage(bytes: Uint8Array): void {
    this.#count++;
    this.#message = bytes;
  }

  /** Settles. */
  onEnd(error: GrpcError | null): void {
    if (error !== null) return this.#result.reject(error);
    if (this.#count !== 1) {
      const count = this.#count === 0 ? "no message" : `${this.#count} messages`;
      return this.#result.reject(new GrpcError("INTERNAL", `the answer has ${count} instead of 1`));
    }
    try {
      this.#result.resolve(this.#codec.decode(this.#message!));
    } catch (cause) {
      this.#result.reject(new GrpcError("INTERNAL", "the answer cannot be decoded", { cause }));
    }
  }
}
