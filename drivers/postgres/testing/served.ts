/**
 * The driver behind a real socket, and sessions through it.
 *
 * @module
 */
import { createLog } from "@fluxwire/sdk";
import { ServedDriver } from "@fluxwire/sdk/testing";
import type { Layout, Limits } from "@fluxwire/wire";
import type { Answer, ClientSession, DriverClient, Method } from "@fluxwire/wire/client";
import { driver } from "../driver.ts";
import { PASSWORD, PostgresServer } from "./postgres_server.ts";

/** How a session is opened. */
export interface OpenOptions {
  /**
   * The layout of the release to imitate.
   *
   * @default "0.7.1"
   */
  layout?: Layout;
  /**
   * Changes to the form's values, which reach the server over TCP.
   *
   * @default {}
   */
  values?: Readonly<Record<string, string>>;
}

/** The members of a kind of request. */
type ParametersOf<M extends Method> = Omit<Extract<Parameters<DriverClient["call"]>[0], { type: M }>, "type">;

/** A session on its own connection. Disposing it ends both. */
export class OpenedSession implements AsyncDisposable {
  /** The client of its connection. */
  readonly client: DriverClient;
  /** The session. */
  readonly session: ClientSession;

  /** @param session A session of this client's. */
  constructor(client: DriverClient, session: ClientSession) {
    this.client = client;
    this.session = session;
  }

  /** Sends a request of the session and returns the answer's body. */
  async call<M extends Method>(type: M, parameters: ParametersOf<M>): Promise<Answer<M>> {
    return await this.session.call({ type, ...parameters } as Parameters<ClientSession["call"]>[0]) as Answer<M>;
  }

  /** The rows of a text. */
  async rows(sql: string): Promise<unknown[][]> {
    return (await this.session.execute({ sql })).rows;
  }

  /** Ends the session and its connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.session[Symbol.asyncDispose]();
    await this.client[Symbol.asyncDispose]();
  }
}

/** A PostgreSQL server, and the driver that serves it on a fresh socket. */
export class Served implements AsyncDisposable {
  readonly #stack: AsyncDisposableStack;
  readonly #driver: ServedDriver;
  /** The server. */
  readonly server: PostgresServer;
  /** The driver's log lines. */
  readonly log: readonly string[];

  private constructor(stack: AsyncDisposableStack, server: PostgresServer, driver: ServedDriver, log: string[]) {
    this.#stack = stack;
    this.#driver = driver;
    this.server = server;
    this.log = log;
  }

  /** Starts both, with changes to the default limits. */
  static async start(limits: Partial<Limits> = {}): Promise<Served> {
    await using stack = new AsyncDisposableStack();
    const server = stack.use(await PostgresServer.start());
    const lines: string[] = [];
    const log = createLog("debug", (line) => lines.push(line));
    const served = stack.use(await ServedDriver.start(driver, { over: "socket", limits, log }));
    return new Served(stack.move(), server, served, lines);
  }

  /** The name of the driver's socket. */
  get socket(): string {
    return this.#driver.socketId!;
  }

  /** Opens a session with the server's database `postgres`. */
  async open({ layout = "0.7.1", values = {} }: OpenOptions = {}): Promise<OpenedSession> {
    const client = await this.#driver.connect({ layout });
    const reach = { host: "127.0.0.1", port: String(this.server.port), password: PASSWORD };
    return new OpenedSession(client, await client.open({ ...reach, ...values }));
  }

  /** Stops both. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}
