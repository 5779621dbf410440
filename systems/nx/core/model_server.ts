/**
 * Requests to a model server, repeated until an answer decides or the time is over.
 *
 * @module
 */
import { GrpcError } from "@fluxwire/grpc";
import { type Clock, pause, SYSTEM_CLOCK } from "@fluxwire/transport";
import { errorOf } from "./refused.ts";

/** How long one attempt may take, in milliseconds: the answer may be lost. */
const ATTEMPT_MS = 5_000;
/** The pauses between attempts, in milliseconds. */
const FIRST_PAUSE_MS = 50;
const LAST_PAUSE_MS = 1_000;
/** The largest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 8 << 20;
/** Statuses after which the same request may succeed. */
const LATER: readonly number[] = [429, 502, 503, 504];

/** Where a model server is, and how it is asked. */
export interface ModelServerOptions {
  /** Its address with the prefix of its routes, without a slash at the end. */
  readonly url: string;
  /** Sent with each request; null for none. */
  readonly token: string | null;
  readonly clock?: Clock;
  /** Called when it is first found out of reach, with the reason, and with null when it answers again. */
  readonly onReach?: (failure: string | null) => void;
}

/** A request; its body is JSON. */
export interface ModelRequest {
  readonly method: "GET" | "POST" | "PUT";
  /** Below the server's address, with a slash in front. */
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The Idempotency-Key of a change: however often it is sent, it is made once. */
  readonly key?: string;
}

/** An answer that decides. */
export interface Reply {
  readonly status: number;
  /** The revision in its ETag; null without one. */
  readonly revision: string | null;
  readonly text: string;
}

/** Sends requests. */
export class ModelServer {
  readonly #options: ModelServerOptions;
  readonly #clock: Clock;
  #isAway = false;

  /** It connects with the first request. */
  constructor(options: ModelServerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
  }

  /**
   * The answer to a request. Lost answers, and those that say that the server is busy, stops or cannot reach its log, make it ask again.
   *
   * @throws {GrpcError} UNAVAILABLE, with the reason, if no answer decides within `budgetMs`; the signal's reason if that aborts first.
   */
  async ask(request: ModelRequest, { signal, until }: { signal: AbortSignal; until: number }): Promise<Reply> {
    for (let pauseMs = FIRST_PAUSE_MS;; pauseMs = Math.min(2 * pauseMs, LAST_PAUSE_MS)) {
      const outcome = await this.#attempt(request, signal, until - this.#clock.now());
      signal.throwIfAborted();
      if (!("failure" in outcome)) return outcome;
      this.#away(outcome.failure);
      const wait = Math.max(pauseMs, outcome.afterMs);
      if (this.#clock.now() + wait >= until) throw new GrpcError("UNAVAILABLE", outcome.failure);
      await pause(wait, { signal, clock: this.#clock });
      signal.throwIfAborted();
    }
  }

  async #attempt(
    request: ModelRequest,
    signal: AbortSignal,
    leftMs: number,
  ): Promise<Reply | { failure: string; afterMs: number }> {
    const { url, token } = this.#options, late = new AbortController();
    const timer = this.#clock.setTimeout(() => late.abort(), Math.max(1, Math.min(ATTEMPT_MS, leftMs)));
    try {
      const response = await fetch(url + request.path, {
        method: request.method,
        ...(request.body !== undefined && { body: request.body }),
        headers: headersOf(request, token),
        redirect: "manual",
        signal: AbortSignal.any([signal, late.signal]),
      });
      const reply = { status: response.status, revision: revisionOf(response.headers), text: await textOf(response) };
      if (!isForLater(reply)) {
        this.#answered();
        return reply;
      }
      const { message } = errorOf(reply);
      return {
        failure: `The model server at ${url} cannot take it now: ${message}`,
        afterMs: Number(response.headers.get("retry-after") ?? 0) * 1_000 || 0,
      };
    } catch (error) {
      const reason = late.signal.aborted ? "no answer in time" : rootOf(error);
      return { failure: `The model server at ${url} is out of reach: ${reason}`, afterMs: 0 };
    } finally {
      this.#clock.clearTimeout(timer);
    }
  }

  #away(failure: string): void {
    if (this.#isAway) return;
    this.#isAway = true;
    this.#options.onReach?.(failure);
  }

  #answered(): void {
    if (!this.#isAway) return;
    this.#isAway = false;
    this.#options.onReach?.(null);
  }
}

/** Whether the same request may succeed later: the server is busy with others, or with the same one. */
function isForLater(reply: Reply): boolean {
  return LATER.includes(reply.status) || reply.status === 409 && errorOf(reply).code === "in_progress";
}

function headersOf({ body, headers = {}, key }: ModelRequest, token: string | null): Record<string, string> {
  return {
    ...(body !== undefined && { "content-type": "application/json" }),
    ...(key !== undefined && { "idempotency-key": key }),
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...headers,
  };
}

function revisionOf(headers: Headers): string | null {
  return /^"(\d+)"$/.exec(headers.get("etag") ?? "")?.[1] ?? null;
}

/** The body as text. @throws {RangeError} If it is too large. */
async function textOf({ body }: Response): Promise<string> {
  let text = "", bytes = 0;
  const decoder = new TextDecoder();
  for await (const part of body ?? []) {
    bytes += part.length;
    if (bytes > MAX_ANSWER_BYTES) throw new RangeError(`its answer has more than ${MAX_ANSWER_BYTES} bytes`);
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

/** What is behind an error of `fetch`, whose own text repeats the address. */
function rootOf(error: unknown): string {
  for (let one = error;; one = (one as Error).cause) {
    if (!(one instanceof Error)) return String(one);
    if (!(one.cause instanceof Error)) return one.message;
  }
}
