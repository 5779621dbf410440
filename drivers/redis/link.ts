/**
 * One connection to a server through the client library, without its automatic features: no reconnecting, no queue
 * while offline, replies as bytes.
 *
 * RESP 2, because RESP 3 makes the library read the fields of hashes as UTF-8, which alters those that are not.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createClient, ErrorReply, RESP_TYPES } from "./redis.ts";
import type { Address } from "./address.ts";
import type { Command, Reply } from "./command.ts";
import { toConnectFailure, toLoss } from "./failure.ts";

/** How long the server may take to accept a connection and answer its first command, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;

/** How long a link may take to show that it is in step, in milliseconds. */
const STEP_TIMEOUT_MS = 5_000;

/** How to open a connection. */
export interface LinkOptions {
  /**
   * The number of the database to go to.
   *
   * @default {0}
   */
  database?: number;
  /**
   * How long all of it may take, in milliseconds.
   *
   * @default {10_000}
   */
  timeoutMs?: number;
}

/** An open connection. */
export class Link {
  readonly #client: ReturnType<typeof newClient>;
  readonly #server: string;
  /** The server's id of this connection, or its refusal to tell it. */
  #id: Reply = null;
  /** The server's answer to SELECT; null for the first database. */
  #selected: Reply = null;
  #isClosed = false;
  /** What went wrong first. */
  #fault: Error | null = null;

  private constructor(client: ReturnType<typeof newClient>, server: string) {
    this.#client = client;
    this.#server = server;
    // The library only reports a reply that breaks the protocol: the command would wait for ever.
    client.on("error", (error) => this.#fail(error));
  }

  /**
   * Connects, logs in, asks for the id, and goes to the database.
   *
   * @throws {DriverError} `Transport` if the server cannot be reached or does not answer in time, `Driver` if it refuses.
   * @throws the signal's reason, once it aborts.
   */
  static async open(address: Address, signal: AbortSignal, options: LinkOptions = {}): Promise<Link> {
    const { database = 0, timeoutMs = CONNECT_TIMEOUT_MS } = options;
    signal.throwIfAborted();
    const client = newClient(address, timeoutMs), link = new Link(client, address.name);
    const abort = () => link.close();
    signal.addEventListener("abort", abort);
    // The library limits the connecting alone: a server that then says nothing would be waited for without end.
    const timer = setTimeout(() => link.#fail(new Error("timed out")), timeoutMs);
    try {
      await client.connect();
      if (link.#isClosed) throw link.#fault;
      link.#id = await link.#command(["CLIENT", "ID"]);
      if (database !== 0) link.#selected = await link.#command(["SELECT", String(database)]);
      return link;
    } catch (error) {
      link.close();
      signal.throwIfAborted();
      throw toConnectFailure(link.#fault ?? error, address.name);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    }
  }

  /** The server's id of this connection, or its refusal to tell it. */
  get id(): Reply {
    return this.#id;
  }

  /** The server's answer to the SELECT of the database; null if none was needed. */
  get selected(): Reply {
    return this.#selected;
  }

  /** Whether the next reply is that of the next command: a server can answer one twice. Never rejects. */
  async isInStep(): Promise<boolean> {
    const token = crypto.randomUUID();
    const timer = setTimeout(() => this.close(), STEP_TIMEOUT_MS);
    try {
      const reply = await this.#command(["ECHO", token]);
      return reply instanceof ErrorReply ? /^NOPERM.*echo/i.test(reply.message) : String(reply) === token;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether commands can be sent. */
  get isOpen(): boolean {
    return !this.#isClosed && this.#client.isReady;
  }

  /**
   * Sends commands together. An error reply is a reply.
   *
   * @throws {DriverError} `Transport` if the connection ends.
   */
  async send(commands: readonly Command[]): Promise<Reply[]> {
    return await Promise.all(commands.map(async (command) => {
      try {
        return await this.#command(command);
      } catch (error) {
        throw toLoss(this.#fault ?? error, this.#server, command);
      }
    }));
  }

  async #command(command: Command): Promise<Reply> {
    try {
      return await this.#client.sendCommand<Reply>(command.map(toArgument));
    } catch (error) {
      if (error instanceof ErrorReply) return error;
      throw error;
    }
  }

  #fail(fault: Error): void {
    this.#fault ??= fault;
    this.close();
  }

  /** Ends the connection at once; commands in flight reject. */
  close(): void {
    this.#isClosed = true;
    if (this.#client.isOpen) this.#client.destroy();
  }
}

function toArgument(argument: string | Uint8Array): string | Buffer {
  if (typeof argument === "string") return argument;
  return Buffer.from(argument.buffer, argument.byteOffset, argument.byteLength);
}

function newClient({ socket, username, password }: Address, connectTimeout: number) {
  return createClient({
    RESP: 2,
    username,
    password,
    socket: { ...socket, connectTimeout, reconnectStrategy: false },
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: "disabled",
    commandOptions: {
      typeMapping: {
        [RESP_TYPES.BLOB_STRING]: Buffer,
        [RESP_TYPES.SIMPLE_STRING]: Buffer,
        [RESP_TYPES.NUMBER]: String,
      },
    },
  });
}
