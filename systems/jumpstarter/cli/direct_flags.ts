/**
 * The flags of `shell` that name an exporter which runs.
 *
 * @module
 */
import { type Flag, UsageError } from "@fluxwire/command";
import type { Flags } from "@fluxwire/command/program";
import { CONFIG_FLAGS } from "./config_flags.ts";
import { PASSPHRASE_FLAGS } from "./passphrase_flags.ts";

/** The flags. */
export const DIRECT_FLAGS: readonly Flag[] = [
  { name: "tls-grpc", value: "HOST:PORT", help: "The exporter, in place of a configuration file" },
  { name: "tls-grpc-insecure", value: null, help: "Speak plaintext with it instead of TLS" },
  ...PASSPHRASE_FLAGS,
];

/**
 * Whether the flags name an exporter that runs.
 *
 * @throws {UsageError} For flags that do not go together.
 */
export function isDirect(flags: Flags): boolean {
  const isGiven = ({ name }: Flag): boolean => flags.has(name);
  if (flags.has("tls-grpc")) {
    const other = CONFIG_FLAGS.find(isGiven);
    if (other === undefined) return true;
    throw new UsageError(`Cannot use --${other.name}: --tls-grpc names an exporter that runs`);
  }
  const other = DIRECT_FLAGS.find(isGiven);
  if (other === undefined) return false;
  throw new UsageError(`Cannot use --${other.name}: give --tls-grpc HOST:PORT as well`);
}
