/**
 * Serves the console's page, and what it asks, on this machine alone.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK, TIMED_OUT, within } from "@fluxwire/transport";
import { CLOSE } from "./api.ts";
import { ConsoleError, errorJsonOf } from "./console_error.ts";
import { checkRequest } from "./gate/gate.ts";
import { CLOSED_POLICY, pagePolicy, SAFE_HEADERS } from "./gate/headers.ts";
import { Passes } from "./gate/passes.ts";
import { LiveSocket } from "./live/live_socket.ts";
import { ASSETS, BUILD_MARK, NONCE_MARK } from "./page/assets.ts";
import { BUILD } from "./page/build_id.ts";
import { answerApi, type RouteSetup } from "./routes.ts";
import type { ConsoleSource } from "./source.ts";

/** The one address that a console listens on; another machine reaches it through a tunnel. */
const HOSTNAME = "127.0.0.1";
/** How long requests may take to end when the console ends, in milliseconds. */
const CLOSE_MS = 1_000;
/** The most pages at once. */
const MAX_PAGES = 32;

/** What {@link serveConsole} takes. */
export interface ConsoleOptions {
  /** What can be shown. They are closed with the console. */
  sources: readonly ConsoleSource[];
  /** The version that the page shows. */
  version: string;
  /**
   * The port; 0 for any that is free.
   *
   * @default {0}
   */
  port?: number;
  /**
   * Whether everything that changes something is refused.
   *
   * @default {false}
   */
  isView?: boolean;
  /**
   * The timers.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/** A console that runs. */
export interface Console extends AsyncDisposable {
  /** Its address without a ticket. */
  readonly address: string;
  /** A new address, which opens the page once within ten minutes. */
  open(): string;
  /** Closes the sources, the pages and the port. */
  close(): Promise<void>;
}

/**
 * Starts a console.
 *
 * @throws {RangeError} If two sources have one id.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 * @example
 * ```ts
 * import { serveConsole } from "@fluxwire/console";
 * import { equal, match } from "node:assert/strict";
 *
 * await using running = serveConsole({ sources: [], version: "0.1.0" });
 * match(running.open(), /^http:\/\/127\.0\.0\.1:\d+\/#[0-9a-f]{32}$/);
 * const answer = await fetch(`${running.address}api/about`);
 * equal(answer.status, 401);
 * await answer.body?.cancel();
 * ```
 */
export function serveConsole(options: ConsoleOptions): Console {
  return new ConsoleServer(options);
}

class ConsoleServer implements Console {
  readonly #setup: RouteSetup;
  readonly #clock: Clock;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #pages = new Set<LiveSocket>();
  readonly #ending = new AbortController();
  readonly address: string;

  constructor({ sources, version, port = 0, isView = false, clock = SYSTEM_CLOCK }: ConsoleOptions) {
    const byId = new Map(sources.map((source) => [source.id, source]));
    if (byId.size < sources.length) throw new RangeError("Cannot show two sources with the same id");
    this.#clock = clock;
    this.#setup = { sources: byId, version, isView, build: BUILD, passes: new Passes(clock) };
    const onListen = () => {};
    const { signal } = this.#ending;
    this.#server = Deno.serve({ hostname: HOSTNAME, port, onListen, signal }, (request) => this.#answer(request));
    this.address = `http://${HOSTNAME}:${this.#server.addr.port}/`;
  }

  open(): string {
    return `${this.address}#${this.#setup.passes.ticket()}`;
  }

  async close(): Promise<void> {
    for (const page of this.#pages) page.close();
    await Promise.all(this.#setup.sources.values().map((source) => source.close()));
    if (await within(this.#server.shutdown(), CLOSE_MS) === TIMED_OUT) this.#ending.abort();
    await this.#server.finished;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #answer(request: Request): Promise<Response> {
    try {
      checkRequest(request);
      const { pathname } = new URL(request.url);
      if (pathname === "/api/live") return this.#live(request);
      if (pathname.startsWith("/api/")) return withHeaders(await answerApi(request, pathname, this.#setup));
      return this.#asset(request, pathname);
    } catch (error) {
      return withHeaders(failure(error));
    }
  }

  #live(request: Request): Response {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      throw new ConsoleError("MethodRefused", "Cannot answer /api/live but to a WebSocket");
    }
    const { socket, response } = Deno.upgradeWebSocket(request), { sources, passes, build, isView } = this.#setup;
    if (this.#pages.size >= MAX_PAGES) {
      // A page learns nothing of an answer that is no socket: it would say that the console does not answer.
      socket.onopen = () => socket.close(CLOSE.tooMany, `${MAX_PAGES} pages of this console are open: close one`);
      return response;
    }
    const check = (token: string) => passes.check(token);
    const page = new LiveSocket(socket, { sources, build, isView, check, clock: this.#clock });
    this.#pages.add(page);
    page.closed.then(() => this.#pages.delete(page));
    return response;
  }

  #asset(request: Request, path: string): Response {
    const asset = request.method === "GET" && Object.hasOwn(ASSETS, path) ? ASSETS[path]! : null;
    if (asset === null) throw new ConsoleError("SourceUnknown", `Cannot find ${request.method} ${path}`);
    const nonce = crypto.getRandomValues(new Uint8Array(16)).toHex(), isPage = path === "/";
    const text = isPage ? asset.text.replaceAll(NONCE_MARK, nonce).replaceAll(BUILD_MARK, BUILD) : asset.text;
    return withHeaders(new Response(text, { headers: { "content-type": asset.type } }), pagePolicy(nonce));
  }
}

function failure(error: unknown): Response {
  const { status } = error instanceof ConsoleError ? error : { status: 422 };
  return Response.json({ error: errorJsonOf(error) }, { status });
}

function withHeaders(response: Response, policy: string = CLOSED_POLICY): Response {
  for (const [name, value] of Object.entries(SAFE_HEADERS)) response.headers.set(name, value);
  response.headers.set("content-security-policy", policy);
  return response;
}
