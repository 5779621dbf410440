/**
 * A connection to one database: runs statements one after the other, and ends cancelled ones at the
 * server.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import { quoted, render, type Rendered } from "@fluxwire/sql";
import { onAbort, within } from "@fluxwire/transport";
import { requestCancel } from "./cancel_request.ts";
import { POSTGRES } from "./dialect.ts";
import type { TextRow } from "./data_rows.ts";
import { divertRows } from "./row_splitter.ts";
import { connectError, statementError } from "./failure.ts";
import { toText } from "./parameter.ts";
import { Client, type Field, type PgClient } from "./pg.ts";
import type { ServerAddress } from "./server_address.ts";
import {
  HIDE_USERS_NAMES,
  SET_EXACT,
  SET_EXACT_LOCALLY,
  SET_OWN,
  setEncoding,
  SHOW_USERS_NAMES,
  UNCHECKED,
  UNSET_OWN,
  UTF8,
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
  #isPooled = false;
  /** The encoding of the server's texts, and the one that was asked for. */
  #encoding = UTF8;
  #wantedEncoding = UTF8;
  /** Whether the connection has ended, so that no statement can run. */
  isLost = false;
  /** Whether the user's last transaction was rolled back by the driver, and none was begun or ended since. */
  wasUndone = false;
  /** The types of the database. */
  readonly types: TypeCatalog = new TypeCatalog();

  /** Ends the connection at once. */
  readonly #drop = (): void => this.#client.connection.stream.destroy();

  private constructor(address: ServerAddress) {
    // The library reads the environment, even for options that are set, and may throw.
    const client = this.#client = new Client(address);
    this.#address = address;
    divertRows(client.connection, (bytes, from, to) => this.#statement?.takeRow(bytes, from, to));
    client.connection.on("parameterStatus", (said) => {
      const { parameterName, parameterValue } = said as { parameterName: string; parameterValue: string };
      if (parameterName === "client_encoding") this.#encoding = parameterValue;
    });
    client.on("error", () => this.isLost = true);
    client.on("end", () => this.isLost = true);
  }

  /**
   * Connects.
   *
   * @throws {DriverError} `Driver` if the server refuses, `Transport` if it cannot be reached; `InvalidRequest` for a name of
   *   the role or the database that the server would cut.
   */
  static async open(address: ServerAddress, signal: AbortSignal): Promise<ServerConnection> {
    signal.throwIfAborted();
    for (const name of [address.user, address.database]) quoted(name, POSTGRES);
    try {
      const connection = new ServerConnection(address);
      await connection.#connect(signal);
      return connection;
    } catch (error) {
      throw connectError(error, address.target);
    }
  }

  /** `T` inside a transaction, `E` inside one that has failed, `I` outside. */
  get transactionStatus(): "I" | "T" | "E" {
    return this.#client.getTransactionStatus() ?? "I";
  }

  /**
   * What is sent with a statement whose cells must be exact: a user's own statements may be read by the user's own settings,
   * except behind a pooler, which has others. Inside a transaction of the user's, those of the driver are taken back. One that
   * has failed accepts only its end.
   */
  exactly(isUsers: boolean): Required<Pick<StatementOptions, "before" | "after">> {
    if (this.transactionStatus === "E") return { before: [], after: [] };
    if (isUsers) return { before: this.#isPooled ? [SET_EXACT_LOCALLY] : [], after: [] };
    return { before: [SET_OWN], after: this.transactionStatus === "I" ? [] : [UNSET_OWN] };
  }

  /**
   * Runs a text of one or more statements, after the running ones.
   *
   * When the signal aborts, cancels are sent until the statement has ended. The next statement waits until no cancel is
   * under way, so none can hit it; the result does not: a write that was committed must still be answered. Rows that do not
   * fit into an answer also cancel it, except inside a transaction, which a cancel would undo: there the remaining rows are
   * dropped.
   *
   * A text that lets the server send and expect texts in another encoding is an error: it is taken back.
   *
   * @throws {DriverError} `Driver` for errors of the server and for too many rows, `Transport` if it is lost.
   */
  run(text: string, options: RunOptions): Promise<Outcome[]> {
    const run = this.#running.then(() => this.#run(text, options));
    this.#running = run.catch(() => {}).then(() => this.#cancelled).then(() => this.#resetEncoding());
    return run;
  }

  /**
   * The rows of one statement of the driver's own, which reads the catalog: no name in it can be one that a user of the
   * database has created.
   */
  async rows({ text, parameters }: Rendered, signal: AbortSignal): Promise<readonly TextRow[]> {
    const around = { before: [HIDE_USERS_NAMES], after: [SHOW_USERS_NAMES] };
    const [outcome] = await this.run(text, { values: parameters.map(toText), signal, ...around });
    return outcome?.rows.texts() ?? [];
  }

  /** Runs a statement that begins or ends a transaction, or only looks whether the server answers. */
  async control(text: string, signal: AbortSignal): Promise<void> {
    // A COMMIT may have been carried out when its connection is lost.
    await this.run(text, { signal, single: true, mayWrite: true });
  }

  /** Rolls back a transaction of the user's, who may send a COMMIT of it yet. */
  async undo(signal: AbortSignal): Promise<void> {
    await this.control("ROLLBACK", signal);
    this.wasUndone = true;
  }

  /** Fetches the unknown types of columns. */
  async learnTypes(columns: readonly Field[], signal: AbortSignal): Promise<void> {
    const unknown = this.types.unknown(columns);
    if (unknown.length === 0 || this.transactionStatus === "E") return;
    this.types.add(await this.rows(render(typesById(unknown), POSTGRES), signal));
  }

  /** Ends the connection, after its running statements. */
  async close(): Promise<void> {
    await this.#running;
    await this.#client.end();
  }

  async #connect(signal: AbortSignal): Promise<void> {
    using _listening = onAbort(signal, this.#drop);
    try {
      await this.#client.connect();
      await this.#prepare(signal);
    } catch (error) {
      this.#drop();
      throw error;
    }
  }

  async #prepare(signal: AbortSignal): Promise<void> {
    const [who] = await this.run(WHO_ANSWERS, { signal, single: true });
    const [process, encoding] = who!.rows.texts()[0]!;
    this.#isPooled = Number(process) !== this.#client.processID;
    this.types.readsUncheckedText = encoding === UNCHECKED;
    if (!this.#isPooled) {
      if (this.types.readsUncheckedText) this.#wantedEncoding = UNCHECKED;
      await this.run(`${SET_EXACT}; ${setEncoding(this.#wantedEncoding)}`, { signal });
      await this.rows(render(WATCH_CLIENT, POSTGRES), signal);
    }
    this.types.add(await this.rows(render(BUILT_IN_TYPES, POSTGRES), signal));
  }

  async #run(text: string, { signal, ...options }: RunOptions): Promise<Outcome[]> {
    signal.throwIfAborted();
    const statement = new Statement(text, options), isInside = this.transactionStatus !== "I";
    const finished = statement.finished;
    this.#cancelled = null;
    const cancel = (): void => {
      this.#cancelled ??= this.#cancel(finished);
    };
    using _listening = onAbort(signal, cancel);
    if (this.transactionStatus === "I") statement.exceeding.then(cancel);
    try {
      this.#statement = statement;
      this.#client.query(statement);
      const outcomes = await finished;
      if (this.#encoding !== this.#wantedEncoding) throw otherEncoding(this.#encoding);
      return outcomes;
    } catch (error) {
      const { hasCommitted, hasEnded } = statement, isLost = this.isLost || hasEnded;
      throw statementError(error, { text, mayWrite: options.mayWrite === true, isLost, isInside, hasCommitted });
    } finally {
      this.#statement = null;
    }
  }

  /** Takes back what a text has set; the end of a failed transaction does so itself. */
  async #resetEncoding(): Promise<void> {
    if (this.#encoding === this.#wantedEncoding || this.isLost || this.transactionStatus === "E") return;
    const statement = new Statement(setEncoding(this.#wantedEncoding));
    this.#client.query(statement);
    // What follows must not be read, or written, in an encoding that is not known.
    await statement.finished.catch(this.#drop);
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
        return this.#drop();
      }
      await within(over, ms);
    }
  }
}

function otherEncoding(encoding: string): DriverError {
  const text =
    `The text was run, but it set client_encoding to ${encoding}: the driver reads ${UTF8} alone, and has set ` +
    "that again; texts of this result cannot be shown";
  return new DriverError("Driver", text, { mayBeDone: true });
}
