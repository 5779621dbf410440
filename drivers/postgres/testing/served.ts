/**
 * The driver behind a real socket, and sessions through it.
 *
 * @module
 */
import { createLog, serve } from "jsr:@fluxwire/sdk@^0.1.0";
import type { Layout, Limits } from "jsr:@fluxwire/wire@^0.1.0";
import {
  type Answer,
  type ClientSession,
  type DriverClient,
  type Method,
  openClient,
} from "jsr:@fluxwire/wire@^0.1.0/client";
import { connect } from "jsr:@fluxwire/wire@^0.1.0/transport";
import { driver } from "../driver.ts";
import { PASSWORD, PostgresServer } from "./postgres_server.ts";

/** How a session is opened. */
export interface OpenOptions {
  /**
   * Which release's client to be.
   *
   * @default "0.7.1"
   */
  layout?: Layout;
  /**
   * Values of the form that differ from those that reach the server over TCP.
   *
   * @default {}
   */
  values?: Readonly<Record<string, string>>;
}

/** What a request of some name carries beside it. */
type ParametersOf<M extends Method> = Omit<Extract<Parameters<DriverClient["call"]>[0], { type: M }>, "type">;

/** A session on a connection of its own. Disposing it ends both. */
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

  /** Sends a request of the session and gives the answer's body. */
  async call<M extends Method>(type: M, parameters: ParametersOf<M>): Promise<Answer<M>> {
    const body = { type, ...parameters } as Parameters<DriverClient["call"]>[0];
    return (await this.client.call(body, { sessionId: this.session.id })).body as Answer<M>;
  }

  /** The rows of a text. */
  async rows(sql: string): Promise<unknown[][]> {
    return (await this.session.execute({ sql })).rows;
  }

  /** Ends the session and its connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.session.close().catch(() => {});
    this.client.close();
    await this.client.closed;
  }
}

/** A PostgreSQL server, and the driver that serves it on a fresh socket. */
export class Served implements AsyncDisposable {
  readonly #serving: Awaited<ReturnType<typeof serve>>;
  /** The server. */
  readonly server: PostgresServer;
  /** The name of the driver's socket. */
  readonly socket: string;
  /** What the driver has logged. */
  readonly log: string[];

  private constructor(
    server: PostgresServer,
    serving: Awaited<ReturnType<typeof serve>>,
    socket: string,
    log: string[],
  ) {
    this.server = server;
    this.#serving = serving;
    this.socket = socket;
    this.log = log;
  }

  /** Starts both, with limits that differ from the defaults. */
  static async start(limits: Partial<Limits> = {}): Promise<Served> {
    const server = await PostgresServer.start();
    const socket = `fluxwire-test-${crypto.randomUUID()}`;
    const lines: string[] = [];
    const serving = await serve(driver, { socket, limits, log: createLog("debug", (line) => lines.push(line)) });
    return new Served(server, serving, socket, lines);
  }

  /** Opens a session with the server's database `postgres`. */
  async open({ layout = "0.7.1", values = {} }: OpenOptions = {}): Promise<OpenedSession> {
    const client = await openClient(await connect(this.socket), { layout });
    try {
      const reach = { host: "127.0.0.1", port: String(this.server.port), password: PASSWORD };
      return new OpenedSession(client, await client.open({ ...reach, ...values }));
    } catch (error) {
      client.close();
      await client.closed;
      throw error;
    }
  }

  /** Stops both. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#serving.close();
    await this.server[Symbol.asyncDispose]();
  }
}
