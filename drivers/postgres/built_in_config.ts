/**
 * The configuration of DBFlux's own PostgreSQL driver, as values of this driver's form.
 *
 * @module
 */
import type { BuiltInConfig } from "@fluxwire/sdk";
import { builtInServer } from "@fluxwire/sdk/network";
import type { ServerValues } from "./server_address.ts";

/**
 * The values that a configuration has; null for a blank one. Modes that let a connection be plain make it plain, unless it
 * has a certificate of the client. Older releases write modes with a capital.
 *
 * @throws {DriverError} `InvalidRequest` for a connection string or a tunnel.
 */
export function fromBuiltInPostgres(config: BuiltInConfig): Partial<Record<keyof ServerValues, unknown>> | null {
  const server = builtInServer("Postgres", config), { user, database } = config;
  if (server.host === "" && user === "") return null;
  const mode = String(config.ssl_mode ?? "disable").toLowerCase();
  const isChecked = mode.startsWith("verify");
  const tls = isChecked || mode === "require" || mode !== "disable" && Boolean(server.tls_certificate);
  return { ...server, user, database, tls, tls_any_certificate: tls && !isChecked };
}
