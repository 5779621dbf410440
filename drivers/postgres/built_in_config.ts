/**
 * The configuration of DBFlux's own PostgreSQL driver, as values of this driver's form.
 *
 * @module
 */
import { type BuiltInConfig, DriverError } from "@fluxwire/sdk";
import type { ServerValues } from "./server_address.ts";

/** The modes that encrypt; the others let a connection be plain, and it is. */
const ENCRYPTED: readonly unknown[] = ["require", "verify-ca", "verify-full"];

/** What that driver can do and this one cannot, by the member that says so. */
const UNSUPPORTED: readonly string[] = ["ssh_tunnel", "ssh_tunnel_profile_id", "ssl_client_cert_path"];

/**
 * The values that a configuration has; null for a blank one.
 *
 * @throws {DriverError} `InvalidRequest` for a connection string, a tunnel or a certificate of the client.
 */
export function fromBuiltInPostgres(
  { use_uri, host, port, user, database, ssl_mode, ssl_root_cert_path, ...more }: BuiltInConfig,
): Partial<Record<keyof ServerValues, unknown>> | null {
  const refused = use_uri === true ? "uri" : UNSUPPORTED.find((member) => more[member] ?? false);
  if (refused !== undefined) {
    throw new DriverError(
      "InvalidRequest",
      `Cannot use the Postgres configuration: it has ${refused}, which this driver does not support`,
    );
  }
  if (host === "" && user === "") return null;
  return {
    ...{ host, port, user, database },
    tls: ENCRYPTED.includes(ssl_mode),
    tls_ca: ssl_root_cert_path,
    tls_any_certificate: ssl_mode === "require",
  };
}
