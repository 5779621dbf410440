/**
 * A program that starts a driver, as any host does, and is killed by a test: SOCKET COMMAND ARGS...
 *
 * @module
 */
import { launch } from "@fluxwire/host";

const [socketId, command, ...args] = Deno.args;
const token = Deno.env.get("DBFLUX_DRIVER_IPC_TOKEN");
await launch({ socketId: socketId!, command: command!, args, token, startupTimeoutMs: 30_000 });
// Only a signal ends it.
setInterval(() => {}, 60_000);
