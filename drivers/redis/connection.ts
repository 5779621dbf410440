/**
 * The connection of a session: one link, which is reopened after it was lost or closed, and the database that each
 * command runs in.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import { ErrorReply } from "./redis.ts";
import type { Address } from "./address.ts";
import { toDoubt, toRefusal } from "./failure.ts";
import { interrupt } from "./interrupt.ts";
import { type Command, commandName, isDone, isInDoubt, type Reply } from "./command.ts";
import { Link } from "./link.ts";
import { LinkState } from "./link_state.ts";

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
  #state: LinkState;
  /** Whether a link was lost that watched keys, and no transaction has begun since. */
  #hasLostWatch = false;
  #interruption: Promise<void> | null = null;
  /** The database of commands that name none. */
  currentDatabase: number;

  private constructor(address: Address) {
    this.#address = address;
    this.#state = new LinkState(address.database);
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

  /** Whether the next command would only be queued. */
  get isInTransaction(): boolean {
    return this.#state.isInTransaction;
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
   * @throws {DriverError} `Transport` if the connection ends, or has ended inside a transaction; `Driver` for a MULTI
   *   whose WATCH ended with the connection.
   * @throws the signal's reason, once it aborts, unless a command has changed something.
   */
  async pipeline(commands: readonly Command[], { signal, database }: RunOptions): Promise<Reply[]> {
    const link = await this.#ready(database ?? this.currentDatabase, signal);
    if (commands.some((command) => commandName(command) === "MULTI")) this.#requireWatch();
    return await this.#send(link, commands, signal);
  }

  /** Call this after a command has moved the link to another database: makes it the session's database. */
  moveTo(database: number): void {
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
    this.#state = new LinkState(this.currentDatabase);
  }

  /** Closes the connection, after a running interruption. */
  async close(): Promise<void> {
    await this.#interruption;
    this.#link?.close();
    this.#link = null;
  }

  async #ready(database: number, signal: AbortSignal): Promise<Link> {
    signal.throwIfAborted();
    const link = this.#link?.isOpen ? this.#link : await this.#connect(database, signal);
    if (database === this.#state.database) return link;
    const [reply] = await this.#send(link, [["SELECT", String(database)]], signal);
    checkSelected(database, reply);
    return link;
  }

  /** Connects, and goes to the database. What the server has forgotten with the last link must not be missed. */
  async #connect(database: number, signal: AbortSignal): Promise<Link> {
    const { isInTransaction, isWatching } = this.#state;
    this.#link?.close();
    this.#state = new LinkState(database);
    this.#hasLostWatch ||= isWatching && !isInTransaction;
    if (isInTransaction) {
      const text = `Lost the connection to Redis at ${this.#address.name} before EXEC: the transaction was discarded`;
      throw new DriverError("Transport", text);
    }
    const link = this.#link = await Link.open(this.#address, signal, { database }), { id, selected } = link;
    if (id instanceof ErrorReply && !id.message.startsWith("NOPERM")) {
      link.close();
      throw toRefusal(id);
    }
    // Commands of users without the right to CLIENT are cancelled by closing the connection: no client has the id 0.
    this.#clientId = typeof id === "string" ? id : "0";
    if (selected instanceof ErrorReply) this.#state = new LinkState(0);
    checkSelected(database, selected);
    return link;
  }

  /** A transaction would go through that was to depend on keys that are not watched any more. */
  #requireWatch(): void {
    const isLost = this.#hasLostWatch && !this.#state.isWatching;
    this.#hasLostWatch = false;
    if (!isLost) return;
    const text = "Cannot begin the transaction: the connection was lost since WATCH, and the keys may have changed; " +
      "send WATCH again first";
    throw new DriverError("Driver", text);
  }

  /** Sends commands, and interrupts the first one when the signal aborts. */
  async #send(link: Link, commands: readonly Command[], signal: AbortSignal): Promise<Reply[]> {
    signal.throwIfAborted();
    let interruption: Promise<void> | null = null, isRunning = true;
    const names = this.#state.runBy(commands[0] ?? []);
    const onAbort = () => this.#interruption = interruption = this.#interrupt(link, names, () => isRunning);
    signal.addEventListener("abort", onAbort);
    try {
      const replies = await link.send(commands);
      isRunning = false;
      replies.forEach((reply, i) => this.#state.note(commands[i]!, reply));
      if (!signal.aborted) return replies;
      await interruption;
      // What was carried out must still be answered.
      if (replies.some((reply, i) => isDone(commands[i]!, reply))) return replies;
      const doubtful = commands.find((command, i) => isInDoubt(command, replies[i]!, link.isOpen));
      throw doubtful === undefined ? signal.reason : toDoubt(doubtful);
    } finally {
      signal.removeEventListener("abort", onAbort);
      // A command must not begin before the interruption of the previous one has ended: it would be hit.
      await interruption;
    }
  }

  async #interrupt(link: Link, names: readonly string[], isRunning: () => boolean): Promise<void> {
    const isEnded = await interrupt(this.#address, this.#clientId, { names, isRunning });
    if (!isEnded || !await link.isInStep()) link.close();
  }
}

function checkSelected(database: number, reply: Reply | undefined): void {
  if (!(reply instanceof ErrorReply)) return;
  throw new DriverError("Driver", `Cannot use database ${database}: ${reply.message}`);
}
