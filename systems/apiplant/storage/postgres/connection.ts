/** A connection to PostgreSQL that is made again after it was lost. */
import { type Clock, within } from "@fluxwire/transport";
import { StorageError } from "../roles.ts";
import type { PostgresAddress } from "./address.ts";
import { asStorageError } from "./failure.ts";
import { Client, type Row, type Statement } from "./library.ts";

/** How long a statement may take, in milliseconds; after that the connection is given up. */
const STATEMENT_MS = 10_000;
/** The pauses after attempts to connect that failed, in milliseconds. */
const FIRST_PAUSE_MS = 50;
const LAST_PAUSE_MS = 1_000;

/** What a connection does besides its statements. */
export interface ConnectionOptions {
  readonly address: PostgresAddress;
  readonly clock: Clock;
  /** Runs on each new connection before anything else. */
  readonly setup: readonly string[];
  /** Gets the payload of each notification. */
  readonly onNotification?: (payload: string) => void;
}

/** Runs statements one after the other. */
export class Connection implements AsyncDisposable {
  readonly #options: ConnectionOptions;
  #client: Client | null = null;
  #connecting: Promise<Client> | null = null;
  #failures = 0;
  #notBefore = 0;
  #isClosed = false;

  /** Connects with the first statement. */
  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /**
   * The rows of a statement; none for a text of several. It connects first if there is no connection, and not before the pause after a failed attempt
   * is over. A lost connection does not say whether the statement was done.
   *
   * @throws {StorageError} `unavailable` for a lost connection, others as the server says.
   */
  async query(statement: Statement): Promise<readonly Row[]> {
    return await this.#run(await this.#connected(), statement);
  }

  /** As {@link query}, on the connection that is open; `unavailable` if it was lost. */
  async queryOpen(statement: Statement): Promise<readonly Row[]> {
    if (this.#client === null) throw this.#unavailable("the connection was lost");
    return await this.#run(this.#client, statement);
  }

  /** Whether it is connected. */
  get isOpen(): boolean {
    return this.#client !== null;
  }

  /** Ends the connection at once; the next statement makes a new one. */
  drop(): void {
    this.#client?.connection.stream.destroy();
    this.#client = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    const client = await this.#connecting?.catch(() => null) ?? this.#client;
    this.#client = null;
    await within(client?.end() ?? Promise.resolve(), STATEMENT_MS);
    client?.connection.stream.destroy();
  }

  async #run(client: Client, statement: Statement): Promise<readonly Row[]> {
    const { clock, address } = this.#options;
    const late = Promise.withResolvers<never>();
    const timer = clock.setTimeout(() => {
      late.reject(this.#unavailable(`no answer in ${STATEMENT_MS} ms`));
      client.connection.stream.destroy();
    }, STATEMENT_MS);
    try {
      const result = await Promise.race([client.query(statement), late.promise]);
      return Array.isArray(result) ? [] : result.rows;
    } catch (error) {
      throw asStorageError(address.name, error);
    } finally {
      clock.clearTimeout(timer);
    }
  }

  #connected(): Promise<Client> {
    if (this.#isClosed) throw new StorageError("unavailable", "The event storage is closed");
    if (this.#client !== null) return Promise.resolve(this.#client);
    return this.#connecting ??= this.#connect().finally(() => this.#connecting = null);
  }

  async #connect(): Promise<Client> {
    const { address, clock, setup, onNotification } = this.#options;
    if (clock.now() < this.#notBefore) throw this.#unavailable("the last attempt to connect failed a moment ago");
    const client = new Client(address.config);
    const lost = () => {
      if (this.#client === client) this.#client = null;
    };
    client.on("error", lost);
    client.on("end", lost);
    client.on("notification", ({ payload = "" }) => onNotification?.(payload));
    try {
      await client.connect();
      for (const text of setup) await this.#run(client, { text });
    } catch (error) {
      client.connection.stream.destroy();
      const pause = Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++);
      this.#notBefore = clock.now() + pause;
      throw asStorageError(address.name, error);
    }
    this.#failures = 0;
    return this.#client = client;
  }

  #unavailable(reason: string): StorageError {
    return new StorageError("unavailable", `${this.#options.address.name} failed: ${reason}`);
  }
}
