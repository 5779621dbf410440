/**
 * A client and a driver on the two ends of a connection in memory.
 *
 * @module
 */
import { type ClientOptions, type DriverClient, openClient } from "@fluxwire/wire/client";
import { MemoryListener } from "@fluxwire/transport";
import type { Driver } from "../driver.ts";
import { createLog } from "../log.ts";
import { serve } from "../serve.ts";
import type { ServedDriverOptions } from "./served_driver.ts";

/** How to connect, and the options of the client. `limits` and `clock` apply to both ends. */
export interface InMemoryOptions extends ClientOptions, Pick<ServedDriverOptions, "expectedToken" | "log"> {}

/**
 * Connects a client to a driver through memory: the same frames and bytes as over a socket, and the same limits.
 *
 * Closing the client also ends the driver's end, without waiting for sessions to close: close a session that holds
 * resources first, as `await using session` after `await using client` does.
 *
 * @throws the errors of `openClient`: an RpcError for a wrong token, for example.
 */
export async function connectInMemory(driver: Driver, options: InMemoryOptions = {}): Promise<DriverClient> {
  const { expectedToken: token, log = createLog("error", () => {}), limits, clock } = options;
  const listener = new MemoryListener();
  await serve(driver, { socket: listener, token, log, limits, clock });
  try {
    return await openClient(listener.connect(), options);
  } finally {
    listener.close();
  }
}
