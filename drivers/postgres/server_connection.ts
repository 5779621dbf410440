/**
 * A connection to one database: runs statements one after the other, and ends cancelled ones at the
 * server.
 *
 * @module
 */
import { within } from "@fluxwire/transport";
import { requestCancel } from "./cancel_request.ts";
import { connectError, statementError } from "./failure.ts";
import { Client, type PgClient } from "./pg.ts";
import type { ServerAddress } from "./server_address.ts";
import type { Sql } from "./sql.ts";
import { type Outcome, Statement, type StatementOptions, type TextRow } from "./statement.ts";
import { BUILT_IN_TYPES, TypeCatalog, TYPES_BY_ID } from "./type_catalog.ts";

/** Settings for exact cell texts, which are the same at every server. */
const SETTINGS = `SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET bytea_output = 'hex';
  SET extra_float_digits = 3; ${BUILT_IN_TYPES}`;

/** Lets the server notice during a statement that its client has ended. Servers before 14, and some systems, cannot. */
const WATCH_CLIENT = `SELECT pg_catalog.set_config(name, '2s', false) FROM pg_catalog.pg_settings
  WHERE name = 'client_connection_check_interval' AND pg_catalog.version() LIKE '%linux%'`;

/** How long to wait before cancelling a statement again, in milliseconds: the first and the longest wait. */
const CANCEL_AGAIN_MS = { first: 20, most: 1_000 };

/** A connection to one database. */
export class ServerConnection {
  readonly #client: PgClient;
  readonly #address: ServerAddress;
  #running: Promise<unknown> = Promise.resolve();
  #isLost = false;
  /** The types of the database. */
  readonly types: TypeCatalog = new TypeCatalog();

  private constructor(client: PgClient, address: ServerAddress) {
    this.#client = client;
    this.#address = address;
    client.on("error", () => this.#isLost = true);
    client.on("end", () => this.#isLost = true);
  }

  /**
   * Connects.
   *
   * @throws {DriverError} `Driver` if the server refuses, `Transport` if it cannot be reached.
   */
  static async open(address: ServerAddress, signal: AbortSignal): Promise<ServerConnection> {
    signal.throwIfAborted();
    const client = createClient(address);
    const connection = new ServerConnection(client, address);
    const giveUp = (): void => client.connection.stream.destroy();
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      await client.connect();
      connection.types.add((await connection.run(SETTINGS, { signal })).at(-1)!.rows);
      await connection.run(WATCH_CLIENT, { signal });
      return connection;
    } catch (error) {
      giveUp();
      throw connectError(error, address.target);
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  }

  /** The database. */
  get database(): string {
    return this.#address.database;
  }

  /** Whether the connection has ended, so that no statement can run. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** `T` inside a transaction, `E` inside one that has failed, `I` outside. */
  get transactionStatus(): "I" | "T" | "E" {
    return this.#client.getTransactionStatus() ?? "I";
  }

  /**
   * Runs a text of one or more statements, after the running ones.
   *
   * When the signal aborts, cancels are sent until the statement has ended. In any case this settles only when no
   * cancel is under way, so none can hit a later statement. Rows that do not fit into an answer also cancel it, except
   * inside a transaction, which a cancel would undo: there the remaining rows are dropped.
   *
   * @throws {DriverError} `Driver` for errors of the server and for too many rows, `Transport` if it is lost.
   */
  run(text: string, options: StatementOptions & { signal: AbortSignal }): Promise<Outcome[]> {
    const run = this.#running.then(() => this.#run(text, options));
    this.#running = run.catch(() => {});
    return run;
  }

  /** The rows of one statement. */
  async rows(statement: Sql, signal: AbortSignal): Promise<readonly TextRow[]> {
    const [outcome] = await this.run(statement.text, { values: statement.values, signal, single: true });
    return outcome?.rows ?? [];
  }

  /** Fetches the unknown types of columns. */
  async learnTypes(ids: Iterable<number>, signal: AbortSignal): Promise<void> {
    const unknown = this.types.unknown(ids);
    if (unknown.length === 0 || this.transactionStatus === "E") return;
    const [outcome] = await this.run(TYPES_BY_ID, { values: [`{${unknown.join(",")}}`], signal });
    this.types.add(outcome!.rows);
  }

  /** Ends the connection, after its running statements. */
  async close(): Promise<void> {
    await this.#running;
    await this.#client.end();
  }

  async #run(text: string, { signal, ...options }: StatementOptions & { signal: AbortSignal }): Promise<Outcome[]> {
    signal.throwIfAborted();
    const statement = new Statement(text, options);
    const finished = statement.finished;
    let cancelled: Promise<void> | undefined;
    const cancel = (): void => {
      cancelled ??= this.#cancel(finished);
    };
    signal.addEventListener("abort", cancel, { once: true });
    if (this.transactionStatus === "I") statement.exceeding.then(cancel);
    try {
      this.#client.query(statement);
      return await finished;
    } catch (error) {
      throw statementError(error, text);
    } finally {
      signal.removeEventListener("abort", cancel);
      await cancelled;
    }
  }

  /** Cancels a statement repeatedly: a cancel that overtakes its statement has no effect. */
  async #cancel(finished: Promise<unknown>): Promise<void> {
    let isOver = false;
    const over = finished.catch(() => {}).finally(() => isOver = true);
    for (let ms = CANCEL_AGAIN_MS.first; !isOver; ms = Math.min(2 * ms, CANCEL_AGAIN_MS.most)) {
      try {
        await requestCancel(this.#client, this.#address);
      } catch {
        // A server that accepts no cancel accepts no statements either: closing the connection ends the statement.
        this.#client.connection.stream.destroy();
        return;
      }
      await within(over, ms);
    }
  }
}

/** The library reads the environment, even for options that are set. */
function createClient(address: ServerAddress): PgClient {
  try {
    return new Client(address);
  } catch (error) {
    throw connectError(error, address.target);
  }
}
