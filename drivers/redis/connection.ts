/**
 * The connection of a session: one link, which is reopened after it was lost or closed, and the database that each
 * command runs in.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import { ErrorReply } from "./redis.ts";
import type { Address } from "./address.ts";
import { toRefusal } from "./failure.ts";
import { interrupt } from "./interrupt.ts";
import { type Command, commandName, isDone, type Reply } from "./command.ts";
import { Link } from "./link.ts";

/** The options of a command. */
export interface RunOptions {
  /** Interrupts it when it aborts. */
  signal: AbortSignal;
  /**
   * The number of the database to run it in.
   *
   * @default the session's current one
   */
  database?: number | null;
}

/** A session's connection. Its commands must not overlap, which the SDK ensures. */
export class RedisConnection {
  readonly #address: Address;
  #link: Link | null = null;
  /** The server's id of the link. */
  #clientId = "";
  /** The database that the link is in. */
  #selected = 0;
  #interruption: Promise<void> | null = null;
  /** The database of commands that name none. */
  currentDatabase: number;

  private constructor(address: Address) {
    this.#address = address;
    this.currentDatabase = address.database;
  }

  /**
   * Connects, logs in, and selects the database.
   *
   * @throws {DriverError} `Transport` if the server cannot be reached, `Driver` if it refuses.
   */
  static async open(address: Address, signal: AbortSignal): Promise<RedisConnection> {
    const connection = new RedisConnection(address);
    try {
      await connection.#ready(address.database, signal);
    } catch (error) {
      await connection.close();
      throw error;
    }
    return connection;
  }

  /** The database of a new session. */
  get initialDatabase(): number {
    return this.#address.database;
  }

  /**
   * Runs a command.
   *
   * @throws {DriverError} `Driver` with the server's error, `Transport` if the connection ends.
   * @throws the signal's reason, once it aborts, unless the command has changed something.
   */
  async call(command: Command, options: RunOptions): Promise<Exclude<Reply, ErrorReply>> {
    const [reply] = await this.pipeline([command], options);
    if (reply instanceof ErrorReply) throw toRefusal(reply);
    return reply as Exclude<Reply, ErrorReply>;
  }

  /**
   * Runs commands that do not wait for each other. An error reply is a reply.
   *
   * @throws {DriverError} `Transport` if the connection ends.
   * @throws the signal's reason, once it aborts, unless a command has changed something.
   */
  async pipeline(commands: readonly Command[], { signal, database }: RunOptions): Promise<Reply[]> {
    const link = await this.#ready(database ?? this.currentDatabase, signal);
    return await this.#send(link, commands, signal);
  }

  /** Call this after a command has moved the link to another database: makes it the session's database. */
  moveTo(database: number): void {
    this.#selected = database;
    this.currentDatabase = database;
  }

  /** Makes a database the current one, after the server has agreed. */
  async select(database: number, signal: AbortSignal): Promise<void> {
    await this.#ready(database, signal);
    this.currentDatabase = database;
  }

  /** Closes the link, and with it an open transaction; the next command connects again. */
  reset(): void {
    this.#link?.close();
  }

  /** Closes the connection, after a running interruption. */
  async close(): Promise<void> {
    await this.#interruption;
    this.#link?.close();
    this.#link = null;
  }

  async #ready(database: number, signal: AbortSignal): Promise<Link> {
    signal.throwIfAborted();
    const link = this.#link?.isOpen ? this.#link : await this.#connect(signal);
    if (database === this.#selected) return link;
    const [reply] = await this.#send(link, [["SELECT", String(database)]], signal);
    if (reply instanceof ErrorReply) {
      throw new DriverError("Driver", `Cannot use database ${database}: ${reply.message}`);
    }
    this.#selected = database;
    return link;
  }

  async #connect(signal: AbortSignal): Promise<Link> {
    this.#link?.close();
    const link = this.#link = await Link.open(this.#address, signal), { id } = link;
    this.#selected = 0;
    if (id instanceof ErrorReply && !id.message.startsWith("NOPERM")) {
      link.close();
      throw toRefusal(id);
    }
    // Commands of users without the right to CLIENT are cancelled by closing the connection: no client has the id 0.
    this.#clientId = typeof id === "string" ? id : "0";
    return link;
  }

  /** Sends commands, and interrupts the first one when the signal aborts. */
  async #send(link: Link, commands: readonly Command[], signal: AbortSignal): Promise<Reply[]> {
    signal.throwIfAborted();
    let interruption: Promise<void> | null = null;
    const onAbort = () => this.#interruption = interruption = this.#interrupt(link, commandName(commands[0] ?? []));
    signal.addEventListener("abort", onAbort);
    try {
      const replies = await link.send(commands);
      // What was carried out must still be answered.
      const isWrite = replies.some((reply, i) => isDone(commands[i]!, reply));
      if (!isWrite) signal.throwIfAborted();
      return replies;
    } finally {
      signal.removeEventListener("abort", onAbort);
      // A command must not begin before the interruption of the previous one has ended: it would be hit.
      await interruption;
    }
  }

  async #interrupt(link: Link, name: string): Promise<void> {
    if (!await interrupt(this.#address, this.#clientId, name)) link.close();
  }
}
