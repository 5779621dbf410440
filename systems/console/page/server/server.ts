/**
 * What the page asks its server.
 *
 * @module
 */
import { type About, type ErrorJson, isErrorJson } from "@fluxwire/console/api";

/** The server, or what it stands for, refused or failed. */
export class PageError extends Error {
  /** The class's name. */
  override readonly name = "PageError";
  /** One of the codes of docs/errors.md. */
  readonly code: string;
  /** What to do about it; null if that is not known. */
  readonly remedy: string | null;

  /** An error as the server writes it. */
  constructor({ code, message, remedy }: ErrorJson) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }
}

/** The answer to a call: the driver's payload, its layout, and how long it took. */
export interface Called {
  /** The payload as it came. */
  readonly payload: Uint8Array;
  /** The layout that it is in. */
  readonly layout: string;
  /** How long the driver took, in milliseconds. */
  readonly ms: number;
}

/** The console's server, with a token for it. */
export class Server {
  readonly #token: string;

  /** @param token Stands in each request. */
  constructor(token: string) {
    this.#token = token;
  }

  /** The token, for the page's socket. */
  get token(): string {
    return this.#token;
  }

  /** What can be shown. */
  async about(): Promise<About> {
    return await (await this.#fetch("/api/about", {})).json();
  }

  /** Asks a source to do something. */
  async operate<T>(source: string, name: string, input: unknown = null, signal?: AbortSignal): Promise<T> {
    const init = {
      method: "POST",
      body: JSON.stringify(input),
      headers: { "content-type": "application/json" },
      signal,
    };
    return await (await this.#fetch(`/api/sources/${source}/${name}`, init)).json();
  }

  /** Sends one request in exact JSON, `{ method, data }`, and gives the answer's bytes. */
  async call(source: string, session: string | null, body: unknown, signal?: AbortSignal): Promise<Called> {
    const query = session === null ? "" : `?session=${encodeURIComponent(session)}`;
    const init = {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
      signal,
    };
    const answer = await this.#fetch(`/api/sources/${source}/call${query}`, init), { headers } = answer;
    return {
      payload: new Uint8Array(await answer.arrayBuffer()),
      layout: headers.get("fluxwire-layout") ?? "",
      ms: Number(headers.get("fluxwire-ms")),
    };
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = { ...init.headers, authorization: `Bearer ${this.#token}` };
    let answer: Response;
    try {
      answer = await fetch(path, { ...init, headers });
    } catch (cause) {
      if ((cause as Error).name === "AbortError") throw cause;
      throw new PageError({
        code: "SocketUnreachable",
        message: "The console does not answer",
        remedy: "See whether it runs",
      });
    }
    if (answer.ok) return answer;
    const { error } = await answer.json().catch(() => ({})) as { error?: unknown };
    if (isErrorJson(error)) throw new PageError(error);
    throw new PageError({ code: "Defect", message: `The console answered ${answer.status}`, remedy: null });
  }
}
