/**
 * The configuration of DBFlux's own Redis driver, as values of this driver's form.
 *
 * @module
 */
import type { BuiltInConfig } from "@fluxwire/sdk";
import { type BuiltInServer, builtInServer } from "@fluxwire/sdk/network";

/**
 * The values that a configuration has; null for a blank one. Its mode `on`, TLS with any certificate, becomes TLS with
 * one that is checked.
 *
 * @throws {DriverError} `InvalidRequest` for a connection string or a tunnel.
 */
export function fromBuiltInRedis(
  config: BuiltInConfig,
): BuiltInServer & Readonly<Record<"username" | "database" | "tls", unknown>> | null {
  const server = builtInServer("Redis", config);
  if (server.host === "") return null;
  const { user, database, tls, ssl_mode } = config;
  const isEncrypted = ssl_mode === null || ssl_mode === undefined ? tls === true : ssl_mode !== "off";
  return { ...server, username: user, database, tls: isEncrypted };
}
