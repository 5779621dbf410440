/**
 * A connection to one database: runs one statement after the other, and ends them at the server when they are
 * cancelled.
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

/** The forms in which this driver reads cells: exact ones, and the same at every server. */
const SETTINGS = `SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET bytea_output = 'hex';
  SET extra_float_digits = 3; ${BUILT_IN_TYPES}`;

/** Lets the server notice a client that is gone in mid-statement. Servers before 14, and some systems, cannot. */
const WATCH_CLIENT = `SELECT pg_catalog.set_config(name, '2s', false) FROM pg_catalog.pg_settings
  WHERE name = 'client_connection_check_interval' AND pg_catalog.version() LIKE '%linux%'`;

/** How long the server may take to end a cancelled statement before it is told again, in milliseconds: first, most. */
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
   * @throws {DriverError} `Driver` where the server refuses, `Transport` where it cannot be reached.
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

  /** Whether the server is gone: nothing can be run any more. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** `T` inside a transaction, `E` inside one that has failed, `I` outside. */
  get transactionStatus(): "I" | "T" | "E" {
    return this.#client.getTransactionStatus() ?? "I";
  }

  /**
   * Runs a text of one or more statements, after what runs already.
   *
   * When the signal aborts, the server is told until the statement has ended. Whatever comes of it, this settles only
   * when no cancel is under way any more: none can hit a later statement. Rows that no answer can hold end it likewise,
   * but inside a transaction, which a cancel would undo, they are left to come and dropped.
   *
   * @throws {DriverError} `Driver` for what the server says and for too many rows, `Transport` where it is gone.
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

  /** Makes the types of columns known. */
  async learnTypes(ids: Iterable<number>, signal: AbortSignal): Promise<void> {
    const unknown = this.types.unknown(ids);
    if (unknown.length === 0 || this.transactionStatus === "E") return;
    const [outcome] = await this.run(TYPES_BY_ID, { values: [`{${unknown.join(",")}}`], signal });
    this.types.add(outcome!.rows);
  }

  /** Ends the connection, after what it runs. */
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

  /** Once is not always enough: a cancel that overtakes its statement finds nothing to end. */
  async #cancel(finished: Promise<unknown>): Promise<void> {
    let isOver = false;
    const over = finished.catch(() => {}).finally(() => isOver = true);
    for (let ms = CANCEL_AGAIN_MS.first; !isOver; ms = Math.min(2 * ms, CANCEL_AGAIN_MS.most)) {
      try {
        await requestCancel(this.#client, this.#address);
      } catch {
        // A server that takes no cancel takes no statement either: without its connection the statement is over.
        this.#client.connection.stream.destroy();
        return;
      }
      await within(over, ms);
    }
  }
}

/** The library looks into the environment, also for what it is told. */
function createClient(address: ServerAddress): PgClient {
  try {
    return new Client(address);
  } catch (error) {
    throw connectError(error, address.target);
  }
}
