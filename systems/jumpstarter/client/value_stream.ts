/**
 * The values that a driver gives one after the other.
 *
 * @module
 */
import type { ResponseStream } from "@fluxwire/grpc";
import type { StreamingDriverCallResponse } from "../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { fromValue } from "../wire/value.ts";

/** Values, to be read once. Leaving the loop ends the driver's generator at once, also while a value is awaited. */
export class ValueStream implements AsyncIterableIterator<unknown, undefined, undefined> {
  readonly #responses: ResponseStream<StreamingDriverCallResponse>;
  readonly #failure: (error: unknown) => unknown;

  /** For this package: see `Device`. */
  constructor(responses: ResponseStream<StreamingDriverCallResponse>, failure: (error: unknown) => unknown) {
    this.#responses = responses;
    this.#failure = failure;
  }

  /**
   * The next value.
   *
   * @throws {CallError} Why the driver has failed, behind the values before.
   */
  async next(): Promise<IteratorResult<unknown, undefined>> {
    try {
      const { value, done } = await this.#responses.next();
      return done ? { value: undefined, done } : { value: fromValue(value.result), done: false };
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** Ends the driver's generator. */
  return(): Promise<IteratorResult<unknown, undefined>> {
    return this.#responses.return();
  }

  /** Itself. */
  [Symbol.asyncIterator](): this {
    return this;
  }
}
