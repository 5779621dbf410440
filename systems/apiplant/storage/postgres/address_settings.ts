/** The address of a database in the settings of a storage. */
import type { OwnSettings } from "../../server/own_settings.ts";
import { StorageError } from "../roles.ts";
import { addressOf, type PostgresAddress, TLS_MODES } from "./address.ts";

/**
 * Reads `url`, `host`, `port`, `user`, `password`, `database`, `tls` and `ca`, the path of a file.
 *
 * @throws {StorageError} `invalid` for another URL than one of PostgreSQL, and for a file that cannot be read.
 */
export async function addressFrom(settings: OwnSettings): Promise<PostgresAddress> {
  const ca = settings.optional("ca");
  return addressOf({
    url: settings.optional("url"),
    host: settings.optional("host"),
    port: settings.integer("port", 1, 65_535),
    user: settings.optional("user"),
    password: settings.optional("password"),
    database: settings.optional("database"),
    tls: settings.optional("tls") === null ? null : settings.choice("tls", TLS_MODES, "verify"),
    ca: ca === null ? null : await textOf(ca),
  });
}

async function textOf(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    throw new StorageError("invalid", `Cannot read the authorities in ${path}: ${(cause as Error).message}`, { cause });
  }
}
