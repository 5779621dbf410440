/**
 * Failures of connections in words, whatever library reports them.
 *
 * @module
 */
import { DriverError } from "../errors.ts";

/** What is known about a kind of failure. */
interface Kind {
  /** How its code or its text looks. */
  readonly pattern: RegExp;
  /** What it means, if its own text does not say so. */
  readonly reason?: string;
  /** What to do. */
  readonly remedy: string;
}

const KINDS: readonly Kind[] = [
  { pattern: /Requires \w+ access/, remedy: "give the driver that permission" },
  {
    pattern: /NotCapable|\bEPERM\b/,
    reason: "a permission is missing",
    remedy: "start the driver with --allow-net, and for a Unix socket --allow-read and --allow-write",
  },
  {
    pattern: /ENOENT|No such file/,
    reason: "the socket does not exist",
    remedy: "see that the server runs, and the path",
  },
  {
    pattern: /ECONNREFUSED|refused/,
    reason: "connection refused",
    remedy: "see that the server runs, and the host and port",
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN|getaddrinfo|lookup/,
    reason: "the host's name is not known",
    remedy: "see the host's name",
  },
  { pattern: /EHOSTUNREACH|ENETUNREACH/, reason: "the host cannot be reached", remedy: "see the host and the network" },
  {
    pattern: /ETIMEDOUT|timed? ?out/i,
    reason: "no answer in time",
    remedy: "see the host and port, and firewalls between",
  },
  { pattern: /ECONNRESET/, reason: "the connection was reset", remedy: "see whether the server wants TLS" },
  { pattern: /does not support SSL/, remedy: "switch TLS off, or on at the server" },
  {
    pattern: /CERT|certificate|self.signed|UnknownIssuer/i,
    remedy: "name the certificate of its authority, or accept any certificate",
  },
];

/**
 * The error of a connection that could not be made: `Transport`, to be tried again.
 *
 * @param server The server in the message, such as `Redis at localhost:6379`.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { connectFailure } from "@fluxwire/sdk/network";
 *
 * const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
 * strictEqual(
 *   connectFailure(refused, { server: "Redis at localhost:1" }).message,
 *   "Cannot connect to Redis at localhost:1: connection refused; see that the server runs, and the host and port",
 * );
 * ```
 */
export function connectFailure(error: unknown, { server }: { server: string }): DriverError {
  const text = `Cannot connect to ${server}: ${failureText(error)}`;
  return new DriverError("Transport", text, { retriable: true, cause: error });
}

/** What failed, and what to do. */
export function failureText(error: unknown): string {
  const causes = error instanceof AggregateError && error.errors.length > 0 ? error.errors : [error];
  const texts = causes.map(oneText);
  return [...new Set(texts)].join("; ");
}

function oneText(error: unknown): string {
  const { code = "", message = "", name = "" } = Object(error) as { code?: unknown; message?: string; name?: string };
  const own = message === "" ? String(error) : message;
  const kind = KINDS.find(({ pattern }) => pattern.test(`${name} ${code} ${own}`));
  return kind === undefined ? own : `${kind.reason ?? own}; ${kind.remedy}`;
}
