/**
 * What the configurations of DBFlux's own drivers for servers have in common.
 *
 * @module
 */
import { DriverError } from "../errors.ts";
import type { BuiltInConfig } from "../from_built_in.ts";

/** What those drivers can do and a driver in a process of its own cannot, by the member that says so. */
const UNSUPPORTED: readonly string[] = ["ssh_tunnel", "ssh_tunnel_profile_id"];

/** The parts of a form that reach a server, from a configuration; null and undefined stand for defaults. */
export type BuiltInServer = Readonly<Record<"host" | "port" | "tls_ca" | "tls_certificate" | "tls_key", unknown>>;

/**
 * The values of the fields of `hostFields` and the files of `tlsFields`. Whether to encrypt is for the driver to say: the
 * modes differ.
 *
 * @param kind The kind of DBFlux's own driver, for errors.
 * @throws {DriverError} `InvalidRequest` for a connection string or a tunnel.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { builtInServer } from "@fluxwire/sdk/network";
 *
 * strictEqual(builtInServer("MySQL", { host: "db", port: 3306, ssl_root_cert_path: "/ca.pem" }).tls_ca, "/ca.pem");
 * ```
 */
export function builtInServer(kind: string, config: BuiltInConfig): BuiltInServer {
  const refused = config.use_uri === true ? "uri" : UNSUPPORTED.find((member) => config[member] ?? false);
  if (refused !== undefined) {
    const text = `Cannot use the ${kind} configuration: it has ${refused}, which this driver does not support`;
    throw new DriverError("InvalidRequest", text);
  }
  return {
    host: config.host,
    port: config.port,
    tls_ca: config.ssl_root_cert_path,
    tls_certificate: config.ssl_client_cert_path,
    tls_key: config.ssl_client_key_path,
  };
}
