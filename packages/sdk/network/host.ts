/**
 * The address of a server in a form, as people type it.
 *
 * @module
 */
import { DriverError } from "../errors.ts";
import { readTls, type TlsSettings, type TlsValues } from "./tls.ts";

/** The values of the fields of an address. */
export interface HostValues {
  /** A name or an IP address; for servers that have one, the folder of a Unix socket. */
  host: string;
  /** The port; null for the usual one. */
  port: number | null;
}

/** Where a server is, and how a connection to it is encrypted. */
export interface ServerPlace {
  /** The host. */
  host: string;
  /** The port. */
  port: number;
  /** TLS; null for an unencrypted connection. */
  tls: TlsSettings | null;
  /** The address in messages, without secrets. */
  name: string;
}

/**
 * Where the values of a form lead. An empty host is this machine.
 *
 * @throws {DriverError} the errors of {@link hostOf} and `readTls`.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { serverPlace } from "@fluxwire/sdk/network";
 *
 * const tls = { tls: false, tls_ca: "", tls_any_certificate: false, tls_certificate: "", tls_key: "" };
 * strictEqual((await serverPlace({ host: "[::1]", port: null, ...tls }, 5432)).name, "[::1]:5432");
 * ```
 */
export async function serverPlace(values: HostValues & TlsValues, usualPort: number): Promise<ServerPlace> {
  const host = hostOf(values.host) || "localhost", port = values.port ?? usualPort;
  return { host, port, tls: await readTls(values), name: placeText(host, port) };
}

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
