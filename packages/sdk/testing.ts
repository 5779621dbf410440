/**
 * For the tests of drivers: a driver and a client in one process, without a socket.
 *
 * @example
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { defineDriver, form } from "jsr:@fluxwire/sdk@^0.1.0";
 * import { connectInMemory } from "jsr:@fluxwire/sdk@^0.1.0/testing";
 *
 * const driver = defineDriver({
 *   id: "echo", name: "Echo", version: "1.0.0", description: "Gives statements back",
 *   kind: "SQLite", category: "Relational", queryLanguage: "Sql", uriScheme: "echo",
 *   form: form({}),
 *   open: () => ({ execute: ({ sql }) => ({ rows: [{ sql }] }) }),
 * });
 *
 * const client = await connectInMemory(driver);
 * const session = await client.open();
 * deepStrictEqual((await session.execute({ sql: "SELECT 1" })).rows, [["SELECT 1"]]);
 * client.close();
 * await client.closed;
 * ```
 *
 * @module
 */
export { ManualClock, type ManualTimer } from "jsr:@fluxwire/wire@^0.1.0/testing";
import { DEFAULT_LIMITS } from "jsr:@fluxwire/wire@^0.1.0";
import { type ClientOptions, type DriverClient, openClient } from "jsr:@fluxwire/wire@^0.1.0/client";
import { Peer } from "jsr:@fluxwire/wire@^0.1.0/server";
import { memoryPair } from "jsr:@fluxwire/wire@^0.1.0/transport";
import type { Driver } from "./driver.ts";
import { DriverPeer } from "./driver_peer.ts";
import { createLog, type Log } from "./log.ts";

/** How to connect; also how the client's end is set up. A `clock` sets the timers of both ends. */
export interface InMemoryOptions extends ClientOptions {
  /**
   * The token the driver expects, as if it stood in its environment; the client says `token`.
   *
   * @default {null}
   */
  expectedToken?: string | null;
  /**
   * Where the driver's log lines go.
   *
   * @default {nowhere}
   */
  log?: Log;
}

/**
 * Connects a client to a driver through memory: the same frames and bytes as over a socket, and the same limits.
 *
 * Closing the client ends the driver's end too.
 *
 * @throws as `openClient` does: an RpcError for a wrong token, for example.
 */
export async function connectInMemory(driver: Driver, options: InMemoryOptions = {}): Promise<DriverClient> {
  const { expectedToken: token = null, log = createLog("error", () => {}), ...clientOptions } = options;
  const [near, far] = memoryPair();
  const { clock } = options, limits = { ...DEFAULT_LIMITS, ...options.limits }, sessions = new Map();
  new Peer(near, (peer) => new DriverPeer(peer, { driver, token, sessions, limits, log, clock }), { limits, clock })
    .run();
  return await openClient(far, clientOptions);
}
