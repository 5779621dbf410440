/**
 * A connection to one database: runs statements one after the other, and ends cancelled ones at the
 * server.
 *
 * @module
 */
import { render, type Rendered } from "@fluxwire/sql";
import { within } from "@fluxwire/transport";
import { requestCancel } from "./cancel_request.ts";
import { POSTGRES } from "./dialect.ts";
import type { TextRow } from "./data_rows.ts";
import { divertRows } from "./row_splitter.ts";
import { connectError, statementError } from "./failure.ts";
import { toText } from "./parameter.ts";
import { Client, type PgClient } from "./pg.ts";
import type { ServerAddress } from "./server_address.ts";
import {
  HIDE_USERS_NAMES,
  READ_UNCHECKED,
  SET_EXACT,
  SET_EXACT_LOCALLY,
  SHOW_USERS_NAMES,
  WATCH_CLIENT,
  WHO_ANSWERS,
} from "./settings.ts";
import { type Outcome, Statement, type StatementOptions } from "./statement.ts";
import { BUILT_IN_TYPES, TypeCatalog, typesById } from "./type_catalog.ts";

/** How long to wait before cancelling a statement again, in milliseconds: the first and the longest wait. */
const CANCEL_AGAIN_MS = { first: 20, most: 1_000 };

/** A statement and its call. */
export interface RunOptions extends StatementOptions {
  /** Cancels the statement. */
  signal: AbortSignal;
  /**
   * Whether it may have changed something when the connection is lost.
   *
   * @default false
   */
  mayWrite?: boolean;
}

/** A connection to one database. */
export class ServerConnection {
  readonly #client: PgClient;
  readonly #address: ServerAddress;
  #running: Promise<unknown> = Promise.resolve();
  /** What takes the rows that arrive. */
  #statement: Statement | null = null;
  /** The end of the cancels of the statement that runs, or ran last. */
  #cancelled: Promise<void> | null = null;
  #isLost = false;
  #isPooled = false;
  /** The types of the database. */
  readonly types: TypeCatalog = new TypeCatalog();

  private constructor(client: PgClient, address: ServerAddress) {
    this.#client = client;
    this.#address = address;
    divertRows(client.connection, (bytes, from, to) => this.#statement?.takeRow(bytes, from, to));
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
      await connection.#prepare(signal);
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

  /** What is sent with a statement whose cells must be exact. */
  get exactly(): readonly string[] {
    return this.#isPooled ? [SET_EXACT_LOCALLY] : [];
  }

  /**
   * Runs a text of one or more statements, after the running ones.
   *
   * When the signal aborts, cancels are sent until the statement has ended. The next statement waits until no cancel is
   * under way, so none can hit it; the result does not: a write that was committed must still be answered. Rows that do not
   * fit into an answer also cancel it, except inside a transaction, which a cancel would undo: there the remaining rows are
   * dropped.
   *
   * @throws {DriverError} `Driver` for errors of the server and for too many rows, `Transport` if it is lost.
   */
  run(text: string, options: RunOptions): Promise<Outcome[]> {
    const run = this.#running.then(() => this.#run(text, options));
    this.#running = run.catch(() => {}).then(() => this.#cancelled);
    return run;
  }

  /**
   * The rows of one statement of the driver's own, which reads the catalog: no name in it can be one that a user of the
   * database has created.
   */
  async rows({ text, parameters }: Rendered, signal: AbortSignal): Promise<readonly TextRow[]> {
    const isInside = this.transactionStatus !== "I";
    const around = { before: [HIDE_USERS_NAMES], after: isInside ? [SHOW_USERS_NAMES] : [] };
    const [outcome] = await this.run(text, { values: parameters.map(toText), signal, ...around });
    return outcome?.rows.texts() ?? [];
  }

  /** Runs a statement that begins or ends a transaction, or only looks whether the server answers. */
  async control(text: string, signal: AbortSignal): Promise<void> {
    // A COMMIT may have been carried out when its connection is lost.
    await this.run(text, { signal, single: true, mayWrite: true });
  }

  /** Fetches the unknown types of columns. */
  async learnTypes(ids: Iterable<number>, signal: AbortSignal): Promise<void> {
    const unknown = this.types.unknown(ids);
    if (unknown.length === 0 || this.transactionStatus === "E") return;
    this.types.add(await this.rows(render(typesById(unknown), POSTGRES), signal));
  }

  /** Ends the connection, after its running statements. */
  async close(): Promise<void> {
    await this.#running;
    await this.#client.end();
  }

  async #prepare(signal: AbortSignal): Promise<void> {
    const [who] = await this.run(WHO_ANSWERS, { signal, single: true });
    const [process, encoding] = who!.rows.texts()[0]!;
    this.#isPooled = Number(process) !== this.#client.processID;
    this.types.readsUncheckedText = encoding === "SQL_ASCII";
    if (!this.#isPooled) {
      await this.run(this.types.readsUncheckedText ? `${SET_EXACT}; ${READ_UNCHECKED}` : SET_EXACT, { signal });
      await this.rows(render(WATCH_CLIENT, POSTGRES), signal);
    }
    this.types.add(await this.rows(render(BUILT_IN_TYPES, POSTGRES), signal));
  }

  async #run(text: string, { signal, mayWrite = false, ...options }: RunOptions): Promise<Outcome[]> {
    signal.throwIfAborted();
    const statement = new Statement(text, options);
    const finished = statement.finished;
    this.#cancelled = null;
    const cancel = (): void => {
      this.#cancelled ??= this.#cancel(finished);
    };
    signal.addEventListener("abort", cancel, { once: true });
    if (this.transactionStatus === "I") statement.exceeding.then(cancel);
    try {
      this.#statement = statement;
      this.#client.query(statement);
      return await finished;
    } catch (error) {
      throw statementError(error, { text, mayWrite, isLost: this.#isLost, hasCommitted: statement.hasCommitted });
    } finally {
      this.#statement = null;
      signal.removeEventListener("abort", cancel);
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
