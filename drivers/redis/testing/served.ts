/**
 * The driver behind a real socket, and a client of the wire to it.
 *
 * @module
 */
import type { DriverRequestBody, Layout, Limits } from "jsr:@fluxwire/wire@^0.1.0";
import { type Answer, type ClientSession, type DriverClient, openClient } from "jsr:@fluxwire/wire@^0.1.0/client";
import { connect } from "jsr:@fluxwire/wire@^0.1.0/transport";
import { createLog, serve, type Serving } from "jsr:@fluxwire/sdk@^0.1.0";
import { driver } from "../mod.ts";
import { RedisServer, type ServerOptions } from "./redis_server.ts";

/** How to set up. */
export interface ServedOptions extends ServerOptions {
  /**
   * Which release's client to be.
   *
   * @default {"0.7.1"}
   */
  layout?: Layout;
  /**
   * Values of the form beside the server's Unix socket; an empty `socket_path` makes it the port.
   *
   * @default {{}}
   */
  values?: Readonly<Record<string, string>>;
  /**
   * The driver's limits that differ from the defaults.
   *
   * @default {{}}
   */
  limits?: Partial<Limits>;
}

/** A server, the driver, a client and a session. Disposing it ends all of them. */
export class Served implements AsyncDisposable {
  readonly #serving: Serving;
  /** The name of the driver's socket. */
  readonly socket: string;
  /** What the driver has logged. */
  readonly log: readonly string[];
  readonly client: DriverClient;
  readonly server: RedisServer;
  readonly session: ClientSession;

  private constructor(
    server: RedisServer,
    serving: Serving,
    { socket, log }: { socket: string; log: string[] },
    client: DriverClient,
    session: ClientSession,
  ) {
    this.server = server;
    this.#serving = serving;
    this.socket = socket;
    this.log = log;
    this.client = client;
    this.session = session;
  }

  /** Starts all of them. */
  static async start(options: ServedOptions = {}): Promise<Served> {
    await using stack = new AsyncDisposableStack();
    const server = stack.use(await RedisServer.start(options));
    const socket = `fluxwire-redis-${crypto.randomUUID()}`;
    const lines: string[] = [];
    const log = createLog("debug", (line) => lines.push(line));
    const serving = stack.use(await serve(driver, { socket, limits: options.limits, log }));
    const client = await openClient(await connect(socket), { layout: options.layout });
    stack.defer(async () => {
      client.close();
      await client.closed;
    });
    const session = await client.open(valuesFor(server, options.values));
    const served = new Served(server, serving, { socket, log: lines }, client, session);
    stack.move();
    return served;
  }

  /** Another client of the same driver. The caller closes it. */
  async connect(): Promise<DriverClient> {
    return await openClient(await connect(this.socket));
  }

  /** Another session. */
  open(values: Readonly<Record<string, string>> = {}): Promise<ClientSession> {
    return this.client.open(valuesFor(this.server, values));
  }

  /** Sends a request on the session and gives the answer's body. */
  async ask<B extends DriverRequestBody>(body: B, session: ClientSession = this.session): Promise<Answer<B["type"]>> {
    return (await this.client.call(body, { sessionId: session.id })).body;
  }

  /** Runs a statement and gives the rows. */
  async rows(sql: string): Promise<unknown[][]> {
    return (await this.session.execute({ sql })).rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.close();
    await this.client.closed;
    await this.#serving.close();
    await this.server[Symbol.asyncDispose]();
  }
}

/** The form's values for a server. */
export function valuesFor(server: RedisServer, values: Readonly<Record<string, string>> = {}): Record<string, string> {
  const port = { host: "127.0.0.1", port: String(server.port) };
  return { ...port, socket_path: server.socketPath, ...values };
}
