/**
 * The driver behind a real socket, and a client of the wire to it.
 *
 * @module
 */
import type { DriverRequestBody, Layout, Limits } from "@fluxwire/wire";
import type { Answer, ClientSession, DriverClient } from "@fluxwire/wire/client";
import { ServedDriver } from "@fluxwire/sdk/testing";
import { driver } from "../mod.ts";
import { RedisServer, type ServerOptions } from "./redis_server.ts";

/** The options of a served driver. */
export interface ServedOptions extends ServerOptions {
  /**
   * The layout of the release to imitate.
   *
   * @default {"0.7.1"}
   */
  layout?: Layout;
  /**
   * Values of the form besides the server's Unix socket; an empty `socket_path` selects the port.
   *
   * @default {{}}
   */
  values?: Readonly<Record<string, string>>;
  /**
   * Changes to the driver's default limits.
   *
   * @default {{}}
   */
  limits?: Partial<Limits>;
}

/** A server, the driver, a client and a session. Disposing it ends all of them. */
export class Served implements AsyncDisposable {
  readonly #stack: AsyncDisposableStack;
  readonly #driver: ServedDriver;
  readonly client: DriverClient;
  readonly server: RedisServer;
  readonly session: ClientSession;

  private constructor(
    stack: AsyncDisposableStack,
    { server, driver, client, session }: Pick<Served, "server" | "client" | "session"> & { driver: ServedDriver },
  ) {
    this.#stack = stack;
    this.#driver = driver;
    this.server = server;
    this.client = client;
    this.session = session;
  }

  /** The driver's log lines. */
  get log(): readonly string[] {
    return this.#driver.logLines;
  }

  /** Starts all of them. */
  static async start(options: ServedOptions = {}): Promise<Served> {
    const { layout, limits, values } = options;
    await using stack = new AsyncDisposableStack();
    const server = stack.use(await RedisServer.start(options));
    const served = stack.use(await ServedDriver.start(driver, { over: "socket", limits }));
    const client = await served.connect({ layout });
    const session = await client.open(valuesFor(server, values));
    return new Served(stack.move(), { server, driver: served, client, session });
  }

  /** The name of the driver's socket. */
  get socket(): string {
    return this.#driver.socketId!;
  }

  /** Another client of the same driver. */
  connect(): Promise<DriverClient> {
    return this.#driver.connect();
  }

  /** Another session. */
  open(values: Readonly<Record<string, string>> = {}): Promise<ClientSession> {
    return this.client.open(valuesFor(this.server, values));
  }

  /** Sends a request on the session and returns the answer's body. */
  ask<B extends DriverRequestBody>(body: B, session: ClientSession = this.session): Promise<Answer<B["type"]>> {
    return session.call(body);
  }

  /** Runs a statement and returns the rows. */
  async rows(sql: string): Promise<unknown[][]> {
    return (await this.session.execute({ sql })).rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

/** The form's values for a server. */
export function valuesFor(server: RedisServer, values: Readonly<Record<string, string>> = {}): Record<string, string> {
  const port = { host: "127.0.0.1", port: String(server.port) };
  return { ...port, socket_path: server.socketPath, ...values };
}
