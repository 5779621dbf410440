/** From a request to its response: the checks that every request goes through, its route, and the headers of every answer. */
import { Refusal } from "../commit/refusal.ts";
import { isWithin } from "../config/network.ts";
import { type MaybePromise, StorageError } from "../storage/roles.ts";
import { type Answer, empty, refused } from "./answer.ts";
import type { App } from "./app.ts";
import { Exchange } from "./exchange.ts";
import { type Arrival, checkHost, checkOrigin, corsHeaders, PREFLIGHT } from "./origin.ts";
import { report } from "./report.ts";
import { RequestAddress } from "./request_address.ts";
import { RequestHeaders } from "./request_headers.ts";
import { GivenUp, type Running, TimeOver } from "./running.ts";
import type { Server } from "./server.ts";
import type { StaticFiles } from "./static.ts";

/** The most bytes of an address and of all headers. */
const MAX_URL = 8 * 1024;
const MAX_HEADERS = 16 * 1024;

/** What answers requests. */
export interface Responder {
  readonly server: Server;
  readonly app: App;
  readonly files: StaticFiles;
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
  readonly tls: boolean;
}

/**
 * The response to a request. It never rejects.
 *
 * @param peerOf Gives the address of the peer, which takes the engine longer than the headers; `null` over a Unix socket.
 */
export function respond(
  responder: Responder,
  request: Request,
  peerOf: () => string | null,
): Promise<Response> {
  const start = performance.now(), sent = new RequestHeaders(request.headers);
  return answered(responder, {
    request,
    sent,
    arrival: arrivalOf(responder, request, sent, peerOf),
    requestId: requestIdOf(sent),
    running: responder.server.running.begin(() => request.signal),
    start,
    exchange: null,
  });
}

/** A request with what has been found out about it. */
interface Checked {
  readonly request: Request;
  readonly sent: RequestHeaders;
  readonly arrival: Arrival;
  readonly requestId: string;
  readonly running: Running;
  /** When it came, by `performance.now()`. */
  readonly start: number;
  /** Once its route may be looked for. */
  exchange: Exchange | null;
}

/** All that is not waited for stands in functions of its own: what waits keeps all of its function's values. */
async function answered(responder: Responder, checked: Checked): Promise<Response> {
  let answer: Answer;
  try {
    answer = await answerOf(responder, checked);
  } catch (error) {
    const { requestId, running } = checked;
    answer = refused(await refusalOf(responder.server, error, requestId, running.reason), requestId);
  } finally {
    responder.server.running.end(checked.running);
  }
  return responseOf(responder, checked, answer);
}

function responseOf({ server }: Responder, checked: Checked, answer: Answer): Response {
  const { request, requestId, arrival, start, exchange } = checked;
  server.metrics.count(request.method, exchange?.route?.path ?? "", answer.status, (performance.now() - start) / 1_000);
  const headers = {
    "x-request-id": requestId,
    "x-seq": String(answer.seq ?? server.core.state.seq),
    "x-content-type-options": "nosniff",
    ...corsHeaders(arrival, server.config.server),
    ...answer.headers,
  };
  // The server sends only the length of a body that HEAD asked for; one that streams has none.
  const unsent = request.method === "HEAD" && answer.body instanceof ReadableStream;
  return new Response(unsent ? null : answer.body, { status: answer.status, headers });
}

/** The answer to a request that is let in. */
function answerOf(responder: Responder, checked: Checked): MaybePromise<Answer> {
  const { server, app, files, stopping } = responder, { request, sent, arrival, requestId, running } = checked;
  const trust = server.config.server;
  if (stopping.aborted) {
    throw new Refusal("stopping", "The server stops: try again", null, { "retry-after": "1", connection: "close" });
  }
  checkSizes(request, sent);
  // With credentials, a page that renames its host gains nothing: it has none.
  if (server.config.auth.mode === "open") checkHost(arrival, trust);
  checkOrigin(arrival, trust);
  server.rate.take(() => server.auth.knownCaller(sent.get("authorization")), () => arrival.peer ?? "");
  const address = new RequestAddress(request.url), path = pathWithin(address, trust.mountPath);
  const exchange = checked.exchange = new Exchange(server, request, sent, address, requestId, arrival, running);
  if (request.method === "OPTIONS" && path !== null) {
    const allow = app.allowed(path).join(", ");
    if (allow !== "") return empty(204, { allow, "access-control-allow-methods": allow, ...PREFLIGHT });
  }
  if (path === null) return answerOrNone(null);
  if (path === "/") return fromRoot(responder, exchange);
  return app.answer(exchange, path) ?? files.answer(request, path).then(answerOrNone);
}

async function fromRoot({ app, files }: Responder, exchange: Exchange): Promise<Answer> {
  const { request } = exchange;
  return await files.index(request) ?? await app.answer(exchange, "/") ??
    answerOrNone(await files.answer(request, "/"));
}

function answerOrNone(answer: Answer | null): Answer {
  if (answer !== null) return answer;
  throw new Refusal("not_found", "There is nothing at this path", null);
}

/** An arrival whose peer is asked for when it matters. */
class Arrived implements Arrival {
  #peer: string | null | undefined;

  constructor(
    readonly scheme: string,
    readonly host: string,
    readonly origin: string | null,
    readonly peerOf: () => string | null,
  ) {}

  get peer(): string | null {
    if (this.#peer === undefined) this.#peer = this.peerOf();
    return this.#peer;
  }
}

function checkSizes(request: Request, { size }: RequestHeaders): void {
  if (request.url.length > MAX_URL) {
    throw new Refusal("too_large", `The address has more than ${MAX_URL} bytes`, { limit: MAX_URL });
  }
  if (size > MAX_HEADERS) {
    throw new Refusal("too_large", `The headers have more than ${MAX_HEADERS} bytes`, { limit: MAX_HEADERS });
  }
}

/** The path under the mount path, as it was sent; `null` if it is not under it. */
function pathWithin({ pathname }: RequestAddress, mountPath: string): string | null {
  if (mountPath === "") return pathname;
  if (pathname === mountPath) return "/";
  return pathname.startsWith(`${mountPath}/`) ? pathname.slice(mountPath.length) : null;
}

/** The id that the client gives, or a new one. */
function requestIdOf(headers: RequestHeaders): string {
  const given = headers.get("x-request-id");
  return given !== null && /^[\w.:/+=-]{1,128}$/.test(given) ? given : crypto.randomUUID();
}

function arrivalOf(
  { server, tls }: Responder,
  request: Request,
  headers: RequestHeaders,
  peerOf: () => string | null,
): Arrival {
  const proxies = server.config.server.trustedProxies;
  const host = headers.get("host") ?? new URL(request.url).host,
    origin = headers.get("origin"),
    scheme = tls ? "https" : "http";
  const forwarded = headers.get("x-forwarded-for");
  if (forwarded === null) return new Arrived(scheme, host, origin, peerOf);
  const peer = peerOf();
  if (peer === null || !isWithin(peer, proxies)) return { scheme, host, origin, peer };
  // The last address that no trusted proxy has: those before it can be made up.
  const client = forwarded.split(",").map((one) => one.trim()).findLast((one) => !isWithin(one, proxies)) ?? peer;
  return { scheme: headers.get("x-forwarded-proto") === "https" ? "https" : scheme, host, origin, peer: client };
}

async function refusalOf(server: Server, error: unknown, requestId: string, ended: unknown): Promise<Refusal> {
  if (error instanceof Refusal) return error;
  if (ended instanceof GivenUp) {
    return new Refusal("stopping", "The server stopped while the request ran", null, { "retry-after": "1" });
  }
  if (ended instanceof TimeOver) {
    return new Refusal(
      "timeout",
      "The request took too long: a change may have been made; ask with its Idempotency-Key",
      null,
    );
  }
  if (error instanceof StorageError) {
    if (error.code === "compacted") return await compacted(server);
    return new Refusal("storage", "A storage is out of reach: try again", { code: error.code }, { "retry-after": "1" });
  }
  if (error instanceof DOMException && error.name === "AbortError") {
    return new Refusal("timeout", "The request was given up", null);
  }
  report(server, error, requestId);
  return new Refusal("internal", "The server failed: its error storage says why, under this request's id", null);
}

async function compacted({ core }: Server): Promise<Refusal> {
  try {
    const { first } = await core.log.info();
    return new Refusal("compacted", `The log begins at ${first}: older events are gone`, { first });
  } catch {
    return new Refusal("compacted", "The log begins later: older events are gone");
  }
}
