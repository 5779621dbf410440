/** Finds the route of a request, by hono's routers; the table says what there is to find. */
import { RegExpRouter } from "npm:hono@4.13.19/router/reg-exp-router";
import { SmartRouter } from "npm:hono@4.13.19/router/smart-router";
import { TrieRouter } from "npm:hono@4.13.19/router/trie-router";
import { type Caller, OPEN } from "../auth/caller.ts";
import { notAllowed } from "../auth/permit.ts";
import { Refusal } from "../commit/refusal.ts";
import { shortened } from "../model/validate.ts";
import type { MaybePromise } from "../storage/roles.ts";
import type { Answer } from "./answer.ts";
import { wrong } from "./conditions.ts";
import type { Exchange } from "./exchange.ts";
import type { HeaderValues } from "./request_headers.ts";
import type { Route } from "./route.ts";
import { isModelUnknown, seekModel, seekSeq } from "./wait_for_seq.ts";

/** Answers requests by a table of routes. */
export class App {
  readonly #router = new SmartRouter<Route>({ routers: [new RegExpRouter(), new TrieRouter()] });
  readonly #routes: readonly Route[];

  /** Takes the table. */
  constructor(routes: readonly Route[]) {
    this.#routes = routes;
    for (const route of routes) this.#router.add(route.method, route.path, route);
  }

  /** The answer of the route that fits, or `null` if no path does. Throws `method` if only the method does not fit. */
  answer(exchange: Exchange, path: string): MaybePromise<Answer> | null {
    checkSegments(path);
    const { method } = exchange.request, found = this.#find(method === "HEAD" ? "GET" : method, path);
    if (found !== null) {
      exchange.route = found.route;
      exchange.params = found.params;
      return authenticated(exchange, found.route);
    }
    const allowed = this.allowed(path);
    if (allowed.length === 0) return null;
    throw new Refusal(
      "method",
      `${shortened(method)} is not possible here: use ${allowed.join(", ")}`,
      { allowed },
      {
        allow: allowed.join(", "),
      },
    );
  }

  /** The route of a path with its parameters, decoded; `null` without one. */
  #find(method: string, path: string): { route: Route; params: Record<string, string> } | null {
    const [matches, values] = this.#router.match(method, path), first = matches[0];
    if (first === undefined) return null;
    const params: Record<string, string> = {};
    for (const [name, place] of Object.entries(first[1])) {
      // A router gives either the values themselves, or their places in a list.
      const value = typeof place === "number" ? values![place]! : place;
      params[name] = value.includes("%") ? decodeURIComponent(value) : value;
    }
    return { route: first[0], params };
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

/** Asks who sends the request. Most requests wait for nothing before their routes have them: each step goes on at once then. */
function authenticated(exchange: Exchange, route: Route): MaybePromise<Answer> {
  const authenticating = authenticate(exchange, route);
  return authenticating === undefined ? sought(exchange, route) : authenticating.then(() => sought(exchange, route));
}

function sought(exchange: Exchange, route: Route): MaybePromise<Answer> {
  exchange.checkParameters(route.query);
  checkUnused(exchange.request.method, exchange.headers, route);
  const seeking = seekSeq(exchange);
  return seeking === undefined ? handled(exchange, route) : seeking.then(() => handled(exchange, route));
}

function handled(exchange: Exchange, route: Route): MaybePromise<Answer> {
  const handle = () => isReadOfInstances(route) ? steadily(exchange, route) : route.handle(exchange);
  return route.path.startsWith("/models/:id") && isModelUnknown(exchange) ? seekModel(exchange).then(handle) : handle();
}

/** How often a read of instances begins again because a definition has changed. */
const MAX_READS = 5;

function isReadOfInstances({ method, path }: Route): boolean {
  return method === "GET" && path.startsWith("/models/:id/instances");
}

/**
 * Reads instances while all definitions stay the same: rules and hidden fields are then those under which the values were read, and
 * none that were there before a change.
 */
async function steadily(exchange: Exchange, route: Route): Promise<Answer> {
  const { core: { state }, hidden } = exchange.server;
  for (let attempt = 1; attempt <= MAX_READS; attempt++) {
    const { redefinitions } = state;
    await hidden.learn(exchange.params.id!);
    const answer = await route.handle(exchange);
    if (state.redefinitions === redefinitions) return answer;
  }
  throw new Refusal("storage", "Models change while the request reads: try again", null, { "retry-after": "1" });
}

/** Finds out who asks, and refuses those whom the route is not for. */
function authenticate(exchange: Exchange, route: Route): MaybePromise<void> {
  if (route.access === "unchecked") return;
  if (exchange.server.auth.isOpen) return admit(exchange, route, OPEN);
  return callerOf(exchange).then((caller) => admit(exchange, route, caller));
}

function admit(exchange: Exchange, { access = "admin", local = false, name }: Route, caller: Caller): void {
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

/** The sender. One that was not known has been counted by its address, and is counted by its name too from here on. */
async function callerOf({ server: { auth, rate }, headers, arrival }: Exchange): Promise<Caller> {
  const authorization = headers.get("authorization"), address = arrival.peer ?? "";
  const isKnown = auth.knownCaller(authorization) !== null;
  const caller = await auth.callerOf(authorization, address);
  if (!isKnown && caller.subject !== null) rate.take(() => caller, () => address);
  return caller;
}

const CONDITIONS = ["if-match", "if-none-match", "idempotency-key"];
/** A read with If-None-Match may always be answered in full. */
const CONDITIONS_OF_CHANGES = ["if-match", "idempotency-key"];

/** Refuses what the route would not look at: a body, a condition or a key. */
function checkUnused(method: string, headers: HeaderValues, route: Route): void {
  if (
    route.body === undefined && (headers.has("transfer-encoding") || Number(headers.get("content-length") ?? 0) > 0)
  ) {
    throw new Refusal("malformed", "This route takes no body: leave it out", { offset: 0 });
  }
  for (const name of method === "GET" || method === "HEAD" ? CONDITIONS_OF_CHANGES : CONDITIONS) {
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
