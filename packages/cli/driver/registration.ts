/**
 * What DBFlux needs to know to start a driver, release by release.
 *
 * @module
 */
import { oneLine } from "@fluxwire/command";
import { columnLines } from "../render/columns.ts";

/** A driver that is to be registered. */
export interface Registered {
  /** The name that users see. */
  readonly name: string;
  /** The id, which names its socket. */
  readonly id: string;
  /** The program that runs it, and its arguments without the socket. */
  readonly command: readonly [string, ...string[]];
}

/** An entry of `services` in a `config.json` (docs/configuration.md). */
export interface ConfigEntry {
  /** The name of its socket. */
  socket_id: string;
  /** The program. */
  command: string;
  /** Its arguments. */
  args: string[];
}

/** How long DBFlux waits for a driver by default, in milliseconds. */
const STARTUP_TIMEOUT_MS = 5_000;

/** The entry for DBFlux up to 0.4.0-dev.11, and for the host of Fluxwire. */
export function configEntry({ id, command: [command, ...args] }: Registered): ConfigEntry {
  const socket = `${id.replaceAll(/[^A-Za-z0-9._-]/g, "-")}.sock`;
  return { socket_id: socket, command, args: [...args, "--socket", socket] };
}

/** The fields of DBFlux's dialog, as it calls them, with what to enter. An argument is a line. */
export function dialogFields(driver: Registered): [field: string, values: string[]][] {
  const { socket_id, command, args } = configEntry(driver);
  return [
    ["Socket ID", [socket_id]],
    ["Command", [command]],
    ["Startup Timeout (ms)", [String(STARTUP_TIMEOUT_MS)]],
    ["Service Type", ["Driver"]],
    ["Enable this service", ["on"]],
    ["Arguments, one by one", args],
    ["Environment Variables", ["none"]],
  ];
}

/**
 * What may happen to the program of a driver after it was registered; null for nothing that its path tells. npx keeps programs
 * in a cache, which npm empties when it is asked to, and DBFlux would then find none.
 */
export function programWarning({ command: [command] }: Registered): string | null {
  if (!/[\\/]_npx[\\/]/.test(command)) return null;
  return "The command is in the cache of npx, which npm may empty; install Deno, and register the driver again by it";
}

/** What to do in each release, for people. */
export function registrationLines(driver: Registered): string[] {
  const rows = dialogFields(driver).flatMap(([field, values]) =>
    values.map((value, at) => [at === 0 ? `  ${field}` : "  ", oneLine(value)])
  );
  const entry = JSON.stringify({ version: 1, services: [configEntry(driver)] }, null, 2);
  return [
    "DBFlux 0.5.0-dev.1 and later: open Settings, RPC Services, and enter",
    "",
    ...columnLines(rows),
    "",
    `Save, restart DBFlux, and choose ${oneLine(driver.name)} for a new connection.`,
    "",
    "DBFlux 0.4.0-dev.12 to 0.5.0-dev.0: cannot use drivers in other processes.",
    "",
    "DBFlux 0.4.0-dev.2 to dev.11 (list services), dev.0 and dev.1 (list rpc_services), and the host of Fluxwire: config.json",
    "",
    ...entry.split("\n").map((line) => `  ${line}`),
  ];
}
