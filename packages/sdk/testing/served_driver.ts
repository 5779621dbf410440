/**
 * A driver under test, served in the test's own process.
 *
 * @module
 */
import { type Clock, connect, listen, type Listener, MemoryListener, type Transport } from "@fluxwire/transport";
import type { Limits } from "@fluxwire/wire";
import { type ClientOptions, type ClientSession, type DriverClient, openClient } from "@fluxwire/wire/client";
import type { Driver } from "../driver.ts";
import { createLog, type Log } from "../log.ts";
import { serve } from "../serve.ts";
import { OpenedSession } from "./opened_session.ts";
import { FreshSocket } from "./fresh_socket.ts";

/** The transports between a test and its driver. */
export const TRANSPORTS = ["memory", "socket"] as const;

/** A transport: memory, or a real socket with a unique name. */
export type TestTransport = (typeof TRANSPORTS)[number];

/** How a driver under test is served. */
export interface ServedDriverOptions {
  /**
   * The transport. A socket needs `--allow-net`, and on macOS, where it is a file, `--allow-read` and `--allow-write`.
   *
   * @default {"memory"}
   */
  over?: TestTransport;
  /**
   * The token that the driver expects, as if from its environment; clients send `token`.
   *
   * @default {null}
   */
  expectedToken?: string | null;
  /**
   * Changes to the default limits.
   *
   * @default {}
   */
  limits?: Partial<Limits>;
  /**
   * The folder in which a driver with `remember` keeps the values of its connections; null to keep none.
   *
   * @default {null}
   */
  stateFolder?: string | null;
  /**
   * Receives the driver's log lines.
   *
   * @default {kept in `logLines`, from level debug on}
   */
  log?: Log;
  /**
   * The clock for the timers of the driver and its clients.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/**
 * A driver under test. Disposing it closes its clients and sessions, waits until they have closed, and frees the
 * socket.
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
  /** The socket's name, for clients in other processes; null in memory. */
  readonly socketId: string | null;
  /** The lines of the driver's log; empty with a log of the test's own. */
  readonly logLines: readonly string[];

  private constructor(stack: AsyncDisposableStack, way: Way, clock: Clock | undefined, logLines: readonly string[]) {
    this.#stack = stack;
    this.logLines = logLines;
    this.#reach = way.reach;
    this.#clock = clock;
    this.socketId = way.socketId;
  }

  /**
   * Serves a driver.
   *
   * @throws {ConnectionError} `PermissionMissing` if the process may not create the socket.
   */
  static async start(driver: Driver, options: ServedDriverOptions = {}): Promise<ServedDriver> {
    const { over = "memory", expectedToken: token, limits, stateFolder, clock } = options;
    const lines: string[] = [];
    const { log = createLog("debug", (line) => lines.push(line)) } = options;
    await using stack = new AsyncDisposableStack();
    const way = over === "memory" ? memoryWay() : await socketWay(stack);
    stack.use(await serve(driver, { socket: way.listener, token, limits, stateFolder, log, clock }));
    return new ServedDriver(stack.move(), way, clock, lines);
  }

  /** A client on its own connection, with the driver's clock. Throws the errors of `openClient`. */
  async connect(options: ClientOptions = {}): Promise<DriverClient> {
    return this.#stack.use(await openClient(await this.#reach(), { clock: this.#clock, ...options }));
  }

  /** A session on its own connection, with values for the driver's form. Throws the errors of `DriverClient.open`. */
  async open(values: Readonly<Record<string, string>> = {}, options: ClientOptions = {}): Promise<ClientSession> {
    return await (await this.connect(options)).open(values);
  }

  /** A session that ends with its own connection, before the driver does. Throws the errors of {@link open}. */
  async openSession(
    values: Readonly<Record<string, string>> = {},
    options: ClientOptions = {},
  ): Promise<OpenedSession> {
    const client = await openClient(await this.#reach(), { clock: this.#clock, ...options });
    try {
      return this.#stack.use(new OpenedSession(client, await client.open(values)));
    } catch (error) {
      await client[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Ends its clients and sessions, and the driver. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

/** How clients reach a driver. */
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
