/**
 * The host in a form, as people type it.
 *
 * @module
 */
import { DriverError } from "../errors.ts";

const CONNECTION_STRING = "Cannot use host: it is a connection string; fill its parts into the form's own fields";

/**
 * The host to connect to: without blanks around it, and without the brackets of an IPv6 address.
 *
 * @throws {DriverError} `InvalidRequest` for a connection string. The error does not repeat it: it may contain a password
 *   that is in no list of secrets.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { hostOf } from "@fluxwire/sdk/network";
 *
 * strictEqual(hostOf(" db.example "), "db.example");
 * strictEqual(hostOf("[::1]"), "::1");
 * ```
 */
export function hostOf(text: string): string {
  const host = text.trim();
  if (!host.startsWith("/") && /[@=]|:\/\//.test(host)) throw new DriverError("InvalidRequest", CONNECTION_STRING);
  return /^\[[^\[\]]*\]$/.test(host) ? host.slice(1, -1) : host;
}

/** Host and port in messages, with the brackets that an IPv6 address has there. */
export function placeText(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
