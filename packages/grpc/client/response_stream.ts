/**
 * An answer of many messages.
 *
 * @module
 */
import { GrpcError } from "../call/grpc_error.ts";
import { MessageStream } from "../call/message_stream.ts";
import type { Metadata } from "../call/metadata.ts";
import type { Codec } from "../call/service_definition.ts";
import type { CallOptions } from "./call_options.ts";
import type { ClientCall, ResponseTaker } from "./client_call.ts";

/**
 * The messages of an answer, to be read once. Messages that are not taken hold the server back by flow control; a loop that
 * is left by `break` cancels the call. A call that fails rejects behind its last message.
 */
export class ResponseStream<T> implements AsyncIterableIterator<T, undefined, undefined> {
  readonly #messages: MessageStream<T>;
  readonly #headers = Promise.withResolvers<Metadata>();
  readonly #trailers = Promise.withResolvers<Metadata>();
  #call: ClientCall | null = null;

  /** For this package: a stream without a call yet. */
  constructor(codec: Codec<T>) {
    this.#messages = new MessageStream<T>({
      onTaken: (bytes) => this.#call?.taken(bytes),
      onReturn: () => this.#call?.failLocally(new GrpcError("CANCELLED", "the caller reads no further")),
    }, (bytes) => decode(codec, bytes));
    // Both may be left unread.
    this.#headers.promise.catch(() => {});
  }

  /** Resolves when the server's headers come, before the first message; rejects if the call fails before. */
  get headers(): Promise<Metadata> {
    return this.#headers.promise;
  }

  /** Resolves when the call is over, well or not; empty unless the server sent trailers. */
  get trailers(): Promise<Metadata> {
    return this.#trailers.promise;
  }

  /** The next message; rejects with a `GrpcError` if the call failed. */
  next(): Promise<IteratorResult<T, undefined>> {
    return this.#messages.next();
  }

  /** Cancels the call. */
  return(): Promise<IteratorResult<T, undefined>> {
    return this.#messages.return();
  }

  /** Cancels the call: what was not taken is dropped, and reading rejects with `CANCELLED`. */
  cancel(): void {
    this.#call?.failLocally(new GrpcError("CANCELLED", "the caller cancelled"));
  }

  /** Itself. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  /** For this package: makes the taker of a call's answer. */
  static taker<T>(stream: ResponseStream<T>, options: CallOptions): ResponseTaker {
    return {
      get untakenMessages() {
        return stream.#messages.waitingMessages;
      },
      onHeaders(metadata) {
        options.onHeaders?.(metadata);
        stream.#headers.resolve(metadata);
      },
      onMessage: (bytes) => stream.#messages.push(bytes),
      onEnd(error, isStatus, trailers) {
        stream.#headers.reject(error ?? new GrpcError("INTERNAL", "the call ended without headers"));
        stream.#trailers.resolve(trailers);
        if (error === null || isStatus) stream.#messages.finish(error);
        else stream.#messages.abort(error);
      },
    };
  }

  /** For this package: gives the stream its call. */
  static attach<T>(stream: ResponseStream<T>, call: ClientCall): void {
    stream.#call = call;
  }
}

function decode<T>(codec: Codec<T>, bytes: Uint8Array): T {
  try {
    return codec.decode(bytes);
  } catch (cause) {
    throw new GrpcError("INTERNAL", "a message of the answer cannot be decoded", { cause });
  }
}
