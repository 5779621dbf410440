/** Finds the route of a request, by hono's router; the table says what there is to find. */
import { Hono } from "npm:hono@4.13.19";
import { notAllowed } from "../auth/permit.ts";
import { Refusal } from "../commit/refusal.ts";
import { shortened } from "../model/validate.ts";
import type { Answer } from "./answer.ts";
import { wrong } from "./conditions.ts";
import type { Exchange } from "./exchange.ts";
import type { Route } from "./route.ts";

/** What travels through the router beside the request. */
interface Passenger {
  readonly exchange: Exchange;
  /** The path without the mount path, as it was sent. */
  readonly path: string;
  route: Route | null;
  answer: Answer | null;
}

/** An answer, with the route that gave it. */
export interface Routed {
  readonly answer: Answer;
  readonly route: Route;
}

/** Answers requests by a table of routes. */
export class App {
  readonly #hono: Hono<{ Bindings: Passenger }>;
  readonly #routes: readonly Route[];
  readonly #answered = new Response(null);

  /** Takes the table. */
  constructor(routes: readonly Route[]) {
    this.#routes = routes;
    // The router would decode the path once and each parameter again; it gets the path as it was sent.
    const hono = new Hono<{ Bindings: Passenger }>({
      getPath: (_request, options) => (options as { env: Passenger }).env.path,
    });
    hono.onError((error) => {
      throw error;
    });
    for (const route of routes) {
      hono.on(route.method, route.path, async (context) => {
        const { exchange } = context.env;
        exchange.params = context.req.param();
        context.env.route = route;
        await authenticate(exchange, route);
        exchange.checkParameters(route.query);
        checkUnused(exchange.request, route);
        context.env.answer = await route.handle(exchange);
        return this.#answered;
      });
    }
    this.#hono = hono;
  }

  /** The answer of the route that fits, or `null` if no path does. Throws `method` if only the method does not fit. */
  async answer(exchange: Exchange, path: string, onRoute: (route: Route) => void): Promise<Answer | null> {
    checkSegments(path);
    const passenger: Passenger = { exchange, path, route: null, answer: null };
    try {
      await this.#hono.fetch(exchange.request, passenger);
    } finally {
      if (passenger.route !== null) onRoute(passenger.route);
    }
    if (passenger.answer !== null) return passenger.answer;
    const allowed = this.allowed(path);
    if (allowed.length === 0) return null;
    throw new Refusal(
      "method",
      `${shortened(exchange.request.method)} is not possible here: use ${allowed.join(", ")}`,
      { allowed },
      {
        allow: allowed.join(", "),
      },
    );
  }

  /** The methods of a path; none if no route has it. */
  allowed(path: string): string[] {
    const segments = path.split("/");
    const methods = this.#routes.filter((route) => {
      const pattern = route.path.split("/");
      return pattern.length === segments.length &&
        pattern.every((one, at) => one.startsWith(":") ? segments[at] !== "" : one === segments[at]);
    }).map(({ method }) => method as string);
    if (methods.length === 0) return [];
    return [...methods, ...methods.includes("GET") ? ["HEAD"] : [], "OPTIONS"];
  }
}

/** Finds out who asks, and refuses those whom the route is not for. */
async function authenticate(exchange: Exchange, { access = "admin", local = false, name }: Route): Promise<void> {
  if (access === "unchecked") return;
  const { server, request, address } = exchange;
  const caller = await server.auth.callerOf(request.headers.get("authorization"), address);
  exchange.caller = caller;
  if (caller.kind === "open") {
    if (!local || exchange.local) return;
    throw new Refusal(
      "forbidden",
      "This route is for programs of the server's machine only: use a loopback address or a Unix socket",
    );
  }
  if (access === "user" && caller.subject === null || access === "admin" && !caller.isAdmin) {
    throw notAllowed(caller, name);
  }
}

/** Refuses what the route would not look at: a body, a condition or a key. */
function checkUnused({ method, headers }: Request, route: Route): void {
  if (
    route.body === undefined && (headers.has("transfer-encoding") || Number(headers.get("content-length") ?? 0) > 0)
  ) {
    throw new Refusal("malformed", "This route takes no body: leave it out", { offset: 0 });
  }
  const unused = method === "GET" || method === "HEAD"
    ? ["if-match", "idempotency-key"]
    : ["if-match", "if-none-match", "idempotency-key"];
  for (const name of unused) {
    if (headers.has(name) && !(route.headers as readonly string[] | undefined)?.includes(name)) {
      throw wrong(name, "is not possible here: leave it out");
    }
  }
}

/** Segments are decoded once; what would then be no segment any more is refused. */
function checkSegments(path: string): void {
  if (!path.includes("%")) return;
  for (const segment of path.split("/")) {
    let decoded;
    try {
      decoded = decodeURIComponent(segment);
    } catch {
      throw new Refusal("malformed", "The path has a percent sign that no two hexadecimal digits of UTF-8 follow", {
        path: true,
      });
    }
    if (decoded.includes("/") || decoded.includes("\0")) {
      throw new Refusal("malformed", "The path has an encoded slash or NUL in a segment", { path: true });
    }
  }
}
