/**
 * The driver behind a real socket, and sessions through it.
 *
 * @module
 */
import { OpenedSession, ServedDriver } from "@fluxwire/sdk/testing";
import type { Layout, Limits } from "@fluxwire/wire";
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

export { OpenedSession };

/** A PostgreSQL server, and the driver that serves it on a fresh socket. */
export class Served implements AsyncDisposable {
  readonly #stack: AsyncDisposableStack;
  readonly #driver: ServedDriver;
  /** The server. */
  readonly server: PostgresServer;

  private constructor(stack: AsyncDisposableStack, server: PostgresServer, driver: ServedDriver) {
    this.#stack = stack;
    this.#driver = driver;
    this.server = server;
  }

  /** The driver's log lines. */
  get log(): readonly string[] {
    return this.#driver.logLines;
  }

  /** Starts both, with changes to the default limits. */
  static async start(limits: Partial<Limits> = {}): Promise<Served> {
    await using stack = new AsyncDisposableStack();
    const server = stack.use(await PostgresServer.start());
    const served = stack.use(await ServedDriver.start(driver, { over: "socket", limits }));
    return new Served(stack.move(), server, served);
  }

  /** The name of the driver's socket. */
  get socket(): string {
    return this.#driver.socketId!;
  }

  /** Opens a session with the server's database `postgres`. */
  async open({ layout = "0.7.1", values = {} }: OpenOptions = {}): Promise<OpenedSession> {
    const reach = { host: "127.0.0.1", port: String(this.server.port), password: PASSWORD };
    return await this.#driver.openSession({ ...reach, ...values }, { layout });
  }

  /** Stops both. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}
