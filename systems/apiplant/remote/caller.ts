/** Calls of a driver in another process: one POST each. */
import { pause } from "@fluxwire/transport";
import { escapeControls } from "@fluxwire/transport/internal";
import type { DescMessage, DescMethodUnary, MessageInitShape, MessageShape } from "../protobuf.ts";
import { StorageError } from "../storage/roles.ts";
import { readAll } from "./body.ts";
import { CONTENT_TYPES, decode, encode, type Encoding, encodingOf } from "./encoding.ts";
import { failureOf } from "./failure.ts";
import type { Target } from "./target.ts";

/** The most bytes of an answer. */
export const MAX_ANSWER_BYTES: number = 64 << 20;

/** The pauses between attempts of a call that may be repeated, in milliseconds. */
const FIRST_PAUSE_MS = 20;
const LAST_PAUSE_MS = 500;

/** How a driver is called. */
export interface CallerOptions {
  readonly target: Target;
  readonly encoding: Encoding;
  /** Sent with each call; `null` for none. */
  readonly token: string | null;
  /** How long a call may take with all its attempts, in milliseconds. */
  readonly timeoutMs: number;
  /** Called once when the caller is closed: the driver is not needed further. */
  readonly release?: () => Promise<void>;
}

/** How one call is made. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** How much longer than others it may take, in milliseconds: it waits on purpose. */
  readonly waitMs?: number;
  /** Whether it is repeated while the driver is out of reach: a second time it does nothing more. */
  readonly isRepeatable?: boolean;
}

/** A driver that is called until it is closed. */
export class Caller implements AsyncDisposable {
  readonly #options: CallerOptions;
  readonly #client: Deno.HttpClient;
  readonly #closing = new AbortController();

  /** Connects with the first call. */
  constructor(options: CallerOptions) {
    this.#options = options;
    const { socket } = options.target;
    this.#client = Deno.createHttpClient(socket === null ? {} : { proxy: { transport: "unix", path: socket } });
  }

  /** The driver's address, for messages. */
  get name(): string {
    return this.#options.target.name;
  }

  /**
   * Calls a method. Rejects with a `StorageError`: what the driver answers, or `unavailable` if there is no readable answer
   * in time, in which case the call may have been carried out. Rejects with the signal's reason if that aborts.
   */
  async call<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    message: MessageInitShape<I>,
    { signal, waitMs = 0, isRepeatable = false }: CallOptions = {},
  ): Promise<MessageShape<O>> {
    const timeoutMs = this.#options.timeoutMs + waitMs, late = new AbortController();
    const timer = setTimeout(() => late.abort(), timeoutMs);
    const over = AbortSignal.any([late.signal, this.#closing.signal, ...(signal ? [signal] : [])]);
    const path = `${method.parent.typeName}/${method.name}`;
    const body = encode(method.input, message, this.#options.encoding);
    let last: StorageError | null = null;
    try {
      for (let pauseMs = FIRST_PAUSE_MS;; pauseMs = Math.min(pauseMs * 2, LAST_PAUSE_MS)) {
        try {
          return await this.#attempt(path, method.output, body, timeoutMs, over);
        } catch (error) {
          if (over.aborted || !isRepeatable || !isOutOfReach(error)) throw error;
          last = error;
        }
        await pause(pauseMs, { signal: over });
      }
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (this.#closing.signal.aborted) throw new StorageError("unavailable", `The client of ${this.name} is closed`);
      if (!late.signal.aborted) throw error;
      throw last ?? new StorageError("unavailable", `${this.name} gave no answer to ${path} in ${timeoutMs} ms`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the running calls, as `unavailable`. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#client.close();
    await this.#options.release?.();
  }

  async #attempt<O extends DescMessage>(
    path: string,
    output: O,
    body: Uint8Array<ArrayBuffer>,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<MessageShape<O>> {
    const { target, encoding, token } = this.#options;
    signal.throwIfAborted();
    let answer: Response, bytes: Uint8Array;
    try {
      answer = await fetch(`${target.base}/${path}`, {
        method: "POST",
        headers: {
          "content-type": CONTENT_TYPES[encoding],
          "connect-protocol-version": "1",
          "connect-timeout-ms": String(timeoutMs),
          "x-request-id": crypto.randomUUID(),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body,
        redirect: "manual",
        client: this.#client,
        signal,
      });
      bytes = await readAll(answer.body, MAX_ANSWER_BYTES);
    } catch (error) {
      if (error instanceof StorageError) throw error;
      const reason = error instanceof Error ? rootOf(error).message : String(error);
      throw new StorageError("unavailable", `${this.name} is out of reach: ${escapeControls(reason)}`);
    }
    if (answer.status !== 200) throw failureOf(this.name, answer.status, new TextDecoder().decode(bytes));
    if (encodingOf(answer.headers.get("content-type")) !== encoding) {
      throw new StorageError("unavailable", `${this.name} answers ${path} with another content type: is it a driver?`);
    }
    try {
      return decode(output, bytes, encoding);
    } catch {
      throw new StorageError("unavailable", `${this.name} answers ${path} with a body that is no ${output.typeName}`);
    }
  }
}

function isOutOfReach(error: unknown): error is StorageError {
  return error instanceof StorageError && error.code === "unavailable";
}

/** The innermost error: those around it repeat the address. */
function rootOf(error: Error): Error {
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}
