/** Which requests a server answers at all: foreign web pages and renamed hosts are refused. */
import { Refusal } from "../commit/refusal.ts";
import { isLoopback } from "../config/network.ts";
import { addressBytes } from "../model/types/address.ts";
import type { HeaderValues } from "./request_headers.ts";

/** What is checked of a request. */
export interface Arrival {
  /** `http` or `https`. */
  readonly scheme: string;
  /** The header Host, or the address's authority. */
  readonly host: string;
  readonly origin: string | null;
  /** The address of the peer; `null` over a Unix socket, which web pages cannot reach. */
  readonly peer: string | null;
}

/** The names that a server answers to, and the origins that it trusts. */
export interface Trust {
  readonly hosts: readonly string[];
  readonly corsOrigins: readonly string[];
}

/** Almost all requests of a server have the same Host. */
let lastFine: { readonly host: string; readonly hosts: readonly string[] } = { host: "localhost", hosts: [] };

/**
 * Refuses a request for another host (421 `misdirected`): a web page can make its own name resolve to this server's address,
 * and then counts as the same origin. Addresses cannot be renamed so.
 */
export function checkHost(arrival: Arrival, { hosts }: Trust): void {
  const { host } = arrival;
  if (host === lastFine.host && hosts === lastFine.hosts || arrival.peer === null) return;
  const name = hostName(host);
  if (name === "localhost" || addressBytes(name) !== null || hosts.includes(name)) {
    lastFine = { host, hosts };
    return;
  }
  throw new Refusal(
    "misdirected",
    "The header Host must be an address or localhost: other names must stand in [server] hosts",
    { header: "host" },
  );
}

/** Refuses a request of a web page of another origin (403 `forbidden`), with any method. */
export function checkOrigin(arrival: Arrival, trust: Trust): void {
  if (arrival.origin === null || isOwn(arrival) || isTrusted(arrival.origin, trust)) return;
  throw new Refusal("forbidden", "Web pages of this origin may not use the server: add it to [server] cors-origins", {
    header: "origin",
  });
}

/** Whether the page is the server's own, or no page at all. Routes that define code answer to no others, also with `*`. */
export function isOwnPage(arrival: Arrival, { corsOrigins }: Trust): boolean {
  return arrival.origin === null || isOwn(arrival) || corsOrigins.includes(arrival.origin);
}

const NO_HEADERS: Readonly<Record<string, string>> = {};

/** The headers that let a page of a trusted origin read the answer. */
export function corsHeaders({ origin }: Arrival, trust: Trust): Readonly<Record<string, string>> {
  if (origin === null || !isTrusted(origin, trust)) return NO_HEADERS;
  return {
    "access-control-allow-origin": origin,
    "access-control-expose-headers":
      "etag, location, retry-after, x-request-id, x-seq, x-applied, idempotency-replayed",
    vary: "origin",
  };
}

/** The headers of an answer to a preflight. */
export const PREFLIGHT: Readonly<Record<string, string>> = {
  "access-control-allow-headers":
    "authorization, content-type, if-match, if-none-match, idempotency-key, last-event-id, x-min-seq, x-request-id",
  "access-control-max-age": "600",
};

/** Whether the peer is a program of this machine, and not a proxy on it that passes on requests of others. */
export function isLocalPeer(peer: string | null, headers: HeaderValues): boolean {
  if (headers.has("x-forwarded-for") || headers.has("forwarded")) return false;
  return peer === null || peer === "127.0.0.1" || isLoopback(peer);
}

function isOwn({ scheme, host, origin }: Arrival): boolean {
  return origin === `${scheme}://${host}`.toLowerCase();
}

function isTrusted(origin: string, { corsOrigins }: Trust): boolean {
  return corsOrigins.includes(origin) || origin !== "null" && corsOrigins.includes("*");
}

/** The name in a Host header, without its port. */
function hostName(host: string): string {
  const match = /^(?:\[([^\]]*)\]|([^:]*))(?::\d{1,5})?$/.exec(host);
  return (match?.[1] ?? match?.[2] ?? "").toLowerCase().replace(/\.$/, "");
}
