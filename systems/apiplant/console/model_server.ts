/** Asks a model server over HTTP, with a key that only this server gets. */
import type { SentFile } from "@fluxwire/console";
import { TIMED_OUT, within } from "@fluxwire/transport";
import { MASK } from "@fluxwire/transport/secrets";
import type { Json, JsonObject } from "../json/json.ts";
import { isObject } from "../json/equal.ts";
import { parseExact, STORED_DEPTH } from "../json/parse.ts";
import { stringifyExact } from "../json/stringify.ts";
import { ModelServerError } from "./server_error.ts";

/** How long an answer may take, in milliseconds. */
const ANSWER_MS = 30_000;
/** The largest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 64 << 20;
/** How long a file may stand still, in milliseconds. */
const SILENT_MS = 60_000;
/** How much of an answer without JSON an error shows, in characters. */
const MAX_SHOWN = 200;

/** A request. */
export interface Ask {
  /** The parameters of the address. */
  readonly query?: URLSearchParams;
  /** What is sent as JSON. */
  readonly body?: Json;
  /** What is sent as it is, in place of JSON. */
  readonly file?: Pick<SentFile, "type" | "bytes">;
  /** The revision that a change is for. */
  readonly ifMatch?: number;
  /** The method. @default {"GET"} */
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly signal: AbortSignal;
}

/** A model server at an address. */
export class ModelServer {
  readonly #base: string;
  readonly #key: string | null;

  /**
   * Asks nothing yet.
   *
   * @param address `http:` or `https:`, with the server's mount-path; without credentials, parameters and fragment.
   * @param key What each request carries; `null` for none.
   * @throws {RangeError} For another address, or a key that no header can have.
   */
  constructor(address: string, key: string | null) {
    const url = URL.canParse(address) ? new URL(address) : null;
    const isPlain = url !== null && /^https?:$/.test(url.protocol) &&
      url.username + url.password + url.search + url.hash === "";
    if (!isPlain) {
      throw new RangeError("The address of a model server must be like http://127.0.0.1:1337, without a user or ?");
    }
    if (key !== null && !/^[!-~]+$/.test(key)) throw new RangeError("The key has characters that no key has");
    this.#base = url.href.replace(/\/$/, "");
    this.#key = key;
  }

  /** Its host and path, for people. */
  get title(): string {
    return this.#base.replace(/^https?:\/\//, "");
  }

  /**
   * The value of an answer; `null` for one without a body.
   *
   * @throws {ModelServerError} `ModelServerUnreachable` without an answer within 30 s, `ModelServerUnreadable` for one that is
   * no model server's, `ModelServerRefused` for a refusal.
   */
  async ask(path: string, { query, body, file, ifMatch, method = "GET", signal }: Ask): Promise<Json> {
    const headers = new Headers({ accept: "application/json" });
    if (body !== undefined) headers.set("content-type", "application/json");
    if (file !== undefined) headers.set("content-type", file.type);
    if (ifMatch !== undefined) headers.set("if-match", `"${ifMatch}"`);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    const content = file?.bytes ?? (body === undefined ? undefined : stringifyExact(body));
    const sent = { method, headers, signal: limit, ...content !== undefined && { body: content } };
    const response = await this.#fetch(`${path}${query === undefined ? "" : `?${query}`}`, sent, signal);
    const text = await this.#textOf(response, signal);
    if (response.ok) return text === "" ? null : this.#parsed(text, response);
    throw this.#refusal(text, response);
  }

  /**
   * The answer of a stream of events, whose body the caller reads or cancels.
   *
   * @throws {ModelServerError} As {@link ask} does.
   */
  async stream(path: string, query: URLSearchParams, signal: AbortSignal): Promise<Response> {
    const headers = new Headers({ accept: "text/event-stream" });
    const response = await this.#fetch(`${path}?${query}`, { headers, signal }, signal);
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
    if (response.ok && isStream && response.body !== null) return response;
    throw this.#refusal(await this.#textOf(response, signal), response);
  }

  /**
   * The bytes of an answer, as they come; cancelling them ends it.
   *
   * @throws {ModelServerError} As {@link ask} does; reading throws `ModelServerUnreachable` if none come for 60 s.
   */
  async bytes(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const ending = new AbortController(), both = AbortSignal.any([signal, ending.signal]);
    const response = await this.#fetch(path, { headers: new Headers({ accept: "*/*" }), signal: both }, signal);
    if (!response.ok) throw this.#refusal(await this.#textOf(response, signal), response);
    return ReadableStream.from(this.#pieces(response, ending));
  }

  async *#pieces({ body }: Response, ending: AbortController): AsyncGenerator<Uint8Array> {
    const reader = (body ?? new Blob([]).stream()).getReader();
    try {
      for (;;) {
        const read = await within(reader.read(), SILENT_MS);
        if (read === TIMED_OUT) {
          const message = `${this.title} sends nothing more of the file`;
          throw new ModelServerError("ModelServerUnreachable", message);
        }
        if (read.done) return;
        yield read.value;
      }
    } finally {
      ending.abort();
    }
  }

  async #fetch(path: string, init: RequestInit & { headers: Headers }, signal: AbortSignal): Promise<Response> {
    if (this.#key !== null) init.headers.set("authorization", `Bearer ${this.#key}`);
    let response: Response;
    try {
      // A redirect would give the key to another address.
      response = await fetch(`${this.#base}${path}`, { ...init, redirect: "manual" });
    } catch (error) {
      throw this.#unreachable(error, signal);
    }
    if (response.status < 300 || response.status > 399) return response;
    await response.body?.cancel();
    const message = `${this.title} answered with a redirect (${response.status}), which the console does not follow`;
    throw new ModelServerError("ModelServerUnreadable", message);
  }

  async #textOf(response: Response, signal: AbortSignal): Promise<string> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const chunk of response.body ?? []) {
        size += chunk.length;
        if (size > MAX_ANSWER_BYTES) {
          throw new ModelServerError("ModelServerUnreadable", `The answer has more than ${MAX_ANSWER_BYTES} bytes`);
        }
        chunks.push(chunk);
      }
    } catch (error) {
      throw error instanceof ModelServerError ? error : this.#unreachable(error, signal);
    }
    return this.masked(await new Blob(chunks as BlobPart[]).text());
  }

  #parsed(text: string, { status }: Response): Json {
    try {
      return parseExact(text, STORED_DEPTH);
    } catch {
      const message = `${this.title} answered ${status} without JSON: ${JSON.stringify(text.slice(0, MAX_SHOWN))}`;
      throw new ModelServerError("ModelServerUnreadable", message);
    }
  }

  #refusal(text: string, response: Response): ModelServerError {
    const body = this.#parsed(text, response), error = isObject(body) ? body.error : null;
    const { code, message, details = null } = (isObject(error ?? null) ? error : {}) as JsonObject;
    if (typeof code !== "string" || typeof message !== "string") {
      return new ModelServerError("ModelServerUnreadable", `${this.title} answered ${response.status} without a code`);
    }
    return new ModelServerError("ModelServerRefused", message, { status: response.status, code, details });
  }

  #unreachable(error: unknown, signal: AbortSignal): unknown {
    if (signal.aborted) return signal.reason;
    const isLate = error instanceof DOMException && error.name === "TimeoutError";
    const why = isLate ? `no answer within ${ANSWER_MS / 1_000} s` : this.masked(String((error as Error).message));
    return new ModelServerError("ModelServerUnreachable", `Cannot reach ${this.title}: ${why}`);
  }

  /** A text without the key, should the server repeat it. */
  masked(text: string): string {
    return this.#key === null ? text : text.replaceAll(this.#key, MASK);
  }
}
