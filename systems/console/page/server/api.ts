/**
 * What a screen asks of a source: its operations, and calls whose answers are payload bytes.
 *
 * @module
 */
import { PageError, sent } from "./server.ts";

/** The answer to a call. */
export interface Answered {
  /** The payload as it came. */
  readonly payload: ArrayBuffer;
  /** The layout that it is in. */
  readonly layout: string;
  /** How long the driver took, in milliseconds. */
  readonly ms: number;
  /** How long it took from the page's question to its last byte, in milliseconds. */
  readonly wireMs: number;
}

/** What a call is for. */
export interface CallOptions {
  /** The session, as `open` gave it; null for a request that needs none. */
  readonly session: string | null;
  /**
   * The id by which it can be cancelled.
   *
   * @default {null}
   */
  readonly call?: string | null;
}

/** The sources' operations and calls. */
export class Api {
  readonly #token: string;

  /** @param token What each request carries. */
  constructor(token: string) {
    this.#token = token;
  }

  /**
   * Does an operation of a source.
   *
   * @returns The answer's JSON, which the caller trusts: page and server are of one build.
   * @throws {PageError} What the server refuses, and what the source fails with.
   */
  async ask<T>(source: string, operation: string, input: unknown): Promise<T> {
    const answer = await this.#post(`${source}/${operation}`, input);
    return await answer.json();
  }

  /**
   * Sends a request.
   *
   * @param data The request's members in exact JSON; optional ones may be left out.
   * @throws {PageError} What the server refuses, and what the driver answers instead.
   */
  async call(source: string, method: string, data: unknown, { session, call = null }: CallOptions): Promise<Answered> {
    const query = new URLSearchParams({
        ...(session === null ? {} : { session }),
        ...(call === null ? {} : { call }),
      }),
      start = performance.now();
    const answer = await this.#post(`${source}/call?${query}`, { method, data });
    const payload = await answer.arrayBuffer(), { headers } = answer;
    const layout = headers.get("fluxwire-layout")!, ms = Number(headers.get("fluxwire-ms"));
    return { payload, layout, ms, wireMs: performance.now() - start };
  }

  async #post(path: string, body: unknown): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#token}`, "content-type": "application/json" };
    return await sent(`/api/sources/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  }
}

/** What failed, as a page shows it; anything but a {@link PageError} is a defect of the page. */
export function pageErrorOf(error: unknown): PageError {
  if (error instanceof PageError) return error;
  return new PageError({
    code: "Defect",
    message: error instanceof Error ? error.message : String(error),
    remedy: null,
  });
}
