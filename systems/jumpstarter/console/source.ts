/**
 * Makes the source of `fluxwire console --exporter ADDRESS`.
 *
 * @module
 */
import { type FlagValues, UsageError } from "@fluxwire/command";
import type { ConsoleSource } from "@fluxwire/console";
import { basename } from "node:path";
import { addressOf } from "../client/endpoint.ts";
import { endpointAt } from "../j/options.ts";
import { ExporterSource } from "./exporter_source.ts";

/** What the source is made of. */
export interface ExporterRequest {
  /** Its id in addresses. */
  readonly id: string;
  /** The exporter's address: HOST:PORT, or the path of a Unix socket. */
  readonly value: string;
  /** The command line, for `insecure`, `tls-ca` and `passphrase-env`. */
  readonly args: FlagValues;
}

/**
 * The source; it connects when the page asks for the first time.
 *
 * @throws {UsageError} For an address or a file of certificates that cannot be used, and a variable that is not set.
 */
export function openSource({ id, value, args }: ExporterRequest): Promise<ConsoleSource> {
  if (addressOf(value) === "unix:") throw new UsageError("Cannot use --exporter: it is empty");
  const endpoint = endpointAt(value, args);
  const title = endpoint.address.startsWith("unix:") ? basename(endpoint.address) : endpoint.address;
  return Promise.resolve(new ExporterSource(id, title, endpoint));
}
