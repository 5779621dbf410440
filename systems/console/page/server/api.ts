/**
 * What a screen asks of a source: its operations, and calls whose answers are payload bytes.
 *
 * @module
 */
import { MAX_BODY_BYTES } from "@fluxwire/console/api";
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

  /**
   * Gives a source a file.
   *
   * @returns The answer's JSON.
   * @throws {PageError} `BodyTooLarge` before anything is sent, what the server refuses, and what the source fails with.
   */
  async send(source: string, file: File): Promise<unknown> {
    if (file.size > MAX_BODY_BYTES) {
      const message = `${file.name} has more than the ${MAX_BODY_BYTES} bytes that a page can send`;
      throw new PageError({ code: "BodyTooLarge", message, remedy: "Send it to the server itself" });
    }
    const query = new URLSearchParams({ name: file.name, type: file.type });
    const answer = await this.#sent(`${source}/file?${query}`, file, "application/octet-stream");
    return await answer.json();
  }

  /**
   * The bytes of a file, as they come.
   *
   * @throws {PageError} What the server refuses, what the source fails with, and `SocketUnreachable` where they break off.
   */
  async *bytes(source: string, file: string, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const answer = await this.#sent(`${source}/saved`, JSON.stringify({ file }), "application/json", signal);
    const reader = answer.body!.getReader();
    for (;;) {
      const read = await reader.read().catch(() => {
        const message = "The file broke off: the console, or what it is from, has gone";
        throw new PageError({ code: "SocketUnreachable", message, remedy: "Save it again" });
      });
      if (read.done) return;
      yield read.value;
    }
  }

  async #post(path: string, body: unknown): Promise<Response> {
    return await this.#sent(path, JSON.stringify(body), "application/json");
  }

  async #sent(path: string, body: BodyInit, type: string, signal: AbortSignal | null = null): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#token}`, "content-type": type };
    return await sent(`/api/sources/${path}`, { method: "POST", headers, body, signal });
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
