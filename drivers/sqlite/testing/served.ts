/**
 * The driver as a program on a real socket, for tests.
 *
 * @module
 */
import type { Process } from "@fluxwire/supervise";
import { connect, type DriverInstance, launch } from "@fluxwire/host";
import type { Layout } from "@fluxwire/wire";
import type { DriverClient } from "@fluxwire/wire/client";

/** The permissions in the README, besides those for files. */
export const PERMISSIONS: readonly string[] = [
  "--allow-net",
  "--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE",
  `--allow-run=${Deno.execPath()}`,
];

/** Starts the driver with these permissions, and arguments besides `--socket`. */
export async function serveDriver(
  permissions: readonly string[],
  more: readonly string[] = [],
): Promise<DriverInstance<Process>> {
  const socketId = `fluxwire-test-${crypto.randomUUID()}`;
  const main = new URL("../main.ts", import.meta.url).pathname;
  const args = ["run", "--no-prompt", ...permissions, main, "--socket", socketId, ...more];
  return await launch({ command: Deno.execPath(), args, socketId });
}

/** Connects to it. */
export function connectTo(driver: DriverInstance<Process>, layout?: Layout): Promise<DriverClient> {
  return connect(driver.socketId, { token: driver.token, layout });
}
