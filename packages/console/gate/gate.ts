/**
 * Who may ask: only a page that this server gave, in a browser of this machine.
 *
 * Other pages can send requests to a port of this machine, and their names can lead to it; so each request must name
 * this server, come from its own page and, behind the page itself, carry a token. There is no cookie: browsers send one of
 * `127.0.0.1` to every port of it.
 *
 * @module
 */
import { ConsoleError } from "../console_error.ts";

/** The names by which a browser reaches this machine; any port, so that a tunnel may change it. */
const NAMES: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** What bodies may be. */
const MEDIA_TYPES: ReadonlySet<string> = new Set(["application/json", "application/octet-stream"]);

/**
 * Checks all that does not need the token.
 *
 * @returns The host that the request names, with its port.
 * @throws {ConsoleError} `HostRefused`, `MethodRefused`, `OriginRefused`, `MediaTypeRefused`.
 */
export function checkRequest(request: Request): string {
  const host = hostOf(request);
  if (request.method !== "GET" && request.method !== "POST") {
    throw new ConsoleError("MethodRefused", `Cannot answer ${request.method}`);
  }
  checkOrigin(request, host);
  if (request.method === "POST") checkMediaType(request);
  return host;
}

function hostOf({ headers }: Request): string {
  const host = headers.get("host") ?? "", [, name] = /^(\[[^\]]*\]|[^:]*)(?::\d{1,5})?$/.exec(host) ?? [];
  if (name !== undefined && NAMES.has(name.toLowerCase())) return host;
  throw new ConsoleError("HostRefused", `Cannot answer for the host ${JSON.stringify(host)}: this console is local`);
}

function checkOrigin({ headers, method, url }: Request, host: string): void {
  const origin = headers.get("origin"), isSocket = headers.get("upgrade") !== null;
  if (origin === null) {
    if (method === "POST" || isSocket) throw new ConsoleError("OriginRefused", "Cannot answer without an Origin");
  } else if (origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    throw new ConsoleError("OriginRefused", `Cannot answer a page of ${origin}`);
  }
  const site = headers.get("sec-fetch-site");
  if (site === null || site === "same-origin") return;
  const isNavigation = headers.get("sec-fetch-mode") === "navigate" && headers.get("sec-fetch-dest") === "document";
  if (isNavigation && method === "GET" && new URL(url).pathname === "/") return;
  throw new ConsoleError("OriginRefused", `Cannot answer a request that is ${site}`);
}

function checkMediaType({ headers }: Request): void {
  const type = (headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
  if (!MEDIA_TYPES.has(type)) {
    throw new ConsoleError("MediaTypeRefused", `Cannot read a body of the type ${JSON.stringify(type)}`);
  }
}
