/**
 * A driver under test, served in the test's own process.
 *
 * @module
 */
import type { Clock, Limits } from "@fluxwire/wire";
import { type ClientOptions, type ClientSession, type DriverClient, openClient } from "@fluxwire/wire/client";
import { connect, listen, type Listener, MemoryListener, type Transport } from "@fluxwire/wire/transport";
import type { Driver } from "../driver.ts";
import { createLog, type Log } from "../log.ts";
import { serve } from "../serve.ts";
import { FreshSocket } from "./fresh_socket.ts";

/** What can lie between a test and its driver. */
export const TRANSPORTS = ["memory", "socket"] as const;

/** What lies between a test and its driver: memory, or a real socket with a name of its own. */
export type TestTransport = (typeof TRANSPORTS)[number];

/** How a driver under test is served. */
export interface ServedDriverOptions {
  /**
   * What lies between. A socket needs `--allow-net`, and `--allow-read` and `--allow-write` where it is a file: on
   * macOS.
   *
   * @default {"memory"}
   */
  over?: TestTransport;
  /**
   * The token the driver expects, as if it stood in its environment; clients say `token`.
   *
   * @default {null}
   */
  expectedToken?: string | null;
  /**
   * The limits that differ from the defaults.
   *
   * @default {}
   */
  limits?: Partial<Limits>;
  /**
   * The folder below which a driver with `remember` keeps the values of its connections; null to keep none.
   *
   * @default {null}
   */
  stateFolder?: string | null;
  /**
   * Where the driver's log lines go.
   *
   * @default {nowhere}
   */
  log?: Log;
  /**
   * Sets the timers of the driver, and of its clients.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/**
 * A driver under test. Disposing it closes its clients and sessions, waits for what they hold, and frees the socket.
 *
 * @example The same test, through memory and through a socket
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { defineDriver, form } from "@fluxwire/sdk";
 * import { ServedDriver, TRANSPORTS } from "@fluxwire/sdk/testing";
 *
 * const driver = defineDriver({
 *   id: "echo", name: "Echo", version: "1.0.0", description: "Gives statements back",
 *   kind: "SQLite", category: "Relational", queryLanguage: "Sql", uriScheme: "echo",
 *   form: form({}),
 *   open: () => ({ execute: ({ sql }) => ({ rows: [{ sql }] }) }),
 * });
 *
 * for (const over of TRANSPORTS) {
 *   await using served = await ServedDriver.start(driver, { over });
 *   const session = await served.open();
 *   deepStrictEqual((await session.execute({ sql: "SELECT 1" })).rows, [["SELECT 1"]]);
 * }
 * ```
 */
export class ServedDriver implements AsyncDisposable {
  readonly #stack: AsyncDisposableStack;
  readonly #reach: () => Promise<Transport>;
  readonly #clock: Clock | undefined;
  /** The socket's name, for clients in other processes; null where there is memory. */
  readonly socketId: string | null;

  private constructor(stack: AsyncDisposableStack, way: Way, clock: Clock | undefined) {
    this.#stack = stack;
    this.#reach = way.reach;
    this.#clock = clock;
    this.socketId = way.socketId;
  }

  /**
   * Serves a driver.
   *
   * @throws {ConnectionError} `PermissionMissing` for a socket that may not be made.
   */
  static async start(driver: Driver, options: ServedDriverOptions = {}): Promise<ServedDriver> {
    const { over = "memory", expectedToken: token, limits, stateFolder, clock } = options;
    const { log = createLog("error", () => {}) } = options;
    await using stack = new AsyncDisposableStack();
    const way = over === "memory" ? memoryWay() : await socketWay(stack);
    stack.use(await serve(driver, { socket: way.listener, token, limits, stateFolder, log, clock }));
    return new ServedDriver(stack.move(), way, clock);
  }

  /** A client on a connection of its own, with the driver's clock. Errors as `openClient` has them. */
  async connect(options: ClientOptions = {}): Promise<DriverClient> {
    return this.#stack.use(await openClient(await this.#reach(), { clock: this.#clock, ...options }));
  }

  /** A session on a connection of its own, with values for the driver's form. Errors as `DriverClient.open` has them. */
  async open(values: Readonly<Record<string, string>> = {}, options: ClientOptions = {}): Promise<ClientSession> {
    return await (await this.connect(options)).open(values);
  }

  /** Ends its clients and sessions, and the driver. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

/** How clients get to a driver. */
interface Way {
  listener: Listener;
  socketId: string | null;
  reach(): Promise<Transport>;
}

function memoryWay(): Way {
  const listener = new MemoryListener();
  return { listener, socketId: null, reach: () => Promise.resolve(listener.connect()) };
}

async function socketWay(stack: AsyncDisposableStack): Promise<Way> {
  const { id: socketId } = stack.use(await FreshSocket.make());
  return { listener: await listen(socketId), socketId, reach: () => connect(socketId) };
}
