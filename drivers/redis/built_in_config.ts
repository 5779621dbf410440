/**
 * The configuration of DBFlux's own Redis driver, as values of this driver's form.
 *
 * @module
 */
import { type BuiltInConfig, DriverError } from "@fluxwire/sdk";

/** What that driver can do and this one cannot, by the member that says so. */
const UNSUPPORTED: readonly string[] = ["ssh_tunnel", "ssh_tunnel_profile_id", "ssl_client_cert_path"];

/**
 * The values that a configuration has; null for a blank one. Its mode `on`, TLS with any certificate, becomes TLS with
 * one that is checked.
 *
 * @throws {DriverError} `InvalidRequest` for a connection string, a tunnel or a certificate of the client.
 */
export function fromBuiltInRedis(
  { use_uri, host, port, user, database, tls, ssl_mode, ssl_root_cert_path, ...more }: BuiltInConfig,
): Record<"host" | "port" | "username" | "database" | "tls" | "tls_ca", unknown> | null {
  const refused = use_uri === true ? "uri" : UNSUPPORTED.find((member) => more[member] ?? false);
  if (refused !== undefined) {
    throw new DriverError(
      "InvalidRequest",
      `Cannot use the Redis configuration: it has ${refused}, which this driver does not support`,
    );
  }
  if (host === "") return null;
  const isEncrypted = ssl_mode === null || ssl_mode === undefined ? tls === true : ssl_mode !== "off";
  return { host, port, username: user, database, tls: isEncrypted, tls_ca: ssl_root_cert_path };
}
