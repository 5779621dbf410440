/**
 * The flags of `shell` that name a controller's lease.
 *
 * @module
 */
import { type Flag, UsageError } from "@fluxwire/command";
import type { Flags } from "@fluxwire/command/program";
import { CONFIG_FLAGS } from "./config_flags.ts";

/** The flags. */
export const LEASE_FLAGS: readonly Flag[] = [
  { name: "client", value: "ALIAS", help: "The client of a controller: a file ALIAS.yaml in the folder of clients" },
  { name: "client-config", value: "FILE", help: "The client's configuration file" },
  { name: "lease", value: "NAME", help: "The client's lease; it stays" },
  {
    name: "selector",
    value: "KEY=VALUE,...",
    help: "Lease an exporter with these labels, until the command has ended",
  },
  {
    name: "duration",
    value: "TIME",
    help: "How long that lease lasts at most, such as 1h30m or 1:30:00 (default 30m)",
  },
];

/**
 * Whether the flags name a lease.
 *
 * @throws {UsageError} For flags that do not go together.
 */
export function isLeased(flags: Flags): boolean {
  const isGiven = (name: string): boolean => flags.has(name);
  if (!LEASE_FLAGS.some(({ name }) => isGiven(name))) return false;
  const other = [...CONFIG_FLAGS.map(({ name }) => name), "tls-grpc"].find(isGiven);
  if (other !== undefined) throw new UsageError(`Cannot use --${other}: the exporter is that of a lease`);
  if (isGiven("client") === isGiven("client-config")) {
    throw new UsageError("Give one of --client ALIAS and --client-config FILE");
  }
  if (isGiven("lease") === isGiven("selector")) {
    throw new UsageError("Give one of --lease NAME and --selector KEY=VALUE,...");
  }
  if (isGiven("duration") && isGiven("lease")) {
    throw new UsageError("Cannot use --duration with --lease: the lease has its duration");
  }
  return true;
}
