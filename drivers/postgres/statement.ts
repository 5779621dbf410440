/**
 * Runs a statement: every cell is the server's text, and the statement ends only when the server is ready for another
 * one.
 *
 * @module
 */
import type { Buffer } from "node:buffer";
import { DEFAULT_LIMITS, DriverError, ResultBudget } from "@fluxwire/sdk";
import { DataRows, wrongRow } from "./data_rows.ts";
import { DatabaseError, type Field, type PgConnection } from "./pg.ts";
import { TEXT_PER_BYTE } from "./row_splitter.ts";

/** The result of one statement of a text. */
export interface Outcome {
  /** The server's name of the command: `SELECT`, `CREATE TABLE`; empty if rows were left unread. */
  command: string;
  /** The number of rows that it read or changed; null if it does neither. */
  rowCount: bigint | null;
  /** Its columns; null without a result. */
  fields: readonly Field[] | null;
  /** The requested rows. */
  rows: DataRows;
}

/** The options of a statement. */
export interface StatementOptions {
  /**
   * Values for `$1`, `$2` and so on.
   *
   * @default []
   */
  values?: readonly (string | null)[];
  /**
   * The most rows wanted; the server computes no more if it can avoid it.
   *
   * @default null
   */
  limit?: number | null;
  /**
   * Rows to skip.
   *
   * @default 0
   */
  offset?: number;
  /**
   * Whether the server sends all rows, and those over the limit are dropped here: a write is done as a whole, and only its
   * end has its count.
   *
   * @default false
   */
  isWhole?: boolean;
  /**
   * Whether a text of several statements is refused. Values, a limit and each of the following refuse it too.
   *
   * @default false
   */
  single?: boolean;
  /**
   * Whether it may change data.
   *
   * @default false
   */
  mayWrite?: boolean;
  /**
   * Statements sent with it, which run before it in the same transaction.
   *
   * @default []
   */
  before?: readonly string[];
  /**
   * Statements sent with it, which run after it in the same transaction.
   *
   * @default []
   */
  after?: readonly string[];
  /**
   * Looks at the result before it is committed: a rejection undoes the statement, and is its error.
   *
   * @default committed without a look
   */
  beforeCommit?: (outcome: Outcome) => Promise<void>;
}

/** The most rows that one message can request. */
const MAX_ROWS = 2 ** 31 - 1;

/** No statement: its error ends the transaction in which it is sent. */
const ABORT = "ABORTED BY THE DRIVER";

/** Statements that change rows. For other statements the count would only repeat the number of rows. */
export const WRITES: RegExp = /^(INSERT|UPDATE|DELETE|MERGE|COPY)$/;

/** Statements whose changes no error undoes once they have ended. */
const COMMITS =
  /^(COMMIT|PREPARE TRANSACTION|(COMMIT|ROLLBACK) PREPARED|ALTER SYSTEM|(CREATE|DROP) (DATABASE|TABLESPACE))$/;

/** An error of a result whose statement was run: it has written, or the functions that it calls may have. */
export function wasRun(error: Error, hasWritten = true): DriverError {
  const what = hasWritten ? "it" : "what its functions have changed";
  const text = `${error.message}; the statement was run, and only the ROLLBACK of an open transaction undoes ${what}`;
  return new DriverError("Driver", text, { cause: error, mayBeDone: true });
}

/** A running statement. Pass it to a client's `query` once: the client calls it with the server's messages. */
export class Statement {
  readonly #text: string;
  readonly #values: readonly (string | null)[];
  readonly #first: number;
  readonly #end: number;
  /** How many rows the server is asked for; 0 for all. */
  readonly #most: number;
  readonly #single: boolean;
  readonly #mayWrite: boolean;
  readonly #before: readonly string[];
  readonly #after: readonly string[];
  readonly #beforeCommit: StatementOptions["beforeCommit"];
  readonly #settled = Promise.withResolvers<Outcome[]>();
  readonly #exceeding = Promise.withResolvers<void>();
  readonly #outcomes: Outcome[] = [];
  #connection: PgConnection | null = null;
  /** How many statements of the batch have ended. */
  #ended = 0;
  #isSynced = true;
  #hasWritten = false;
  /** Whether a COMMIT in the text has ended, or another statement that commits. */
  hasCommitted = false;
  /** Whether the connection ended with its error. */
  hasEnded = false;
  #fields: readonly Field[] | null = null;
  #rows = new DataRows();
  #seen = 0;
  readonly #budget = new ResultBudget(DEFAULT_LIMITS, TEXT_PER_BYTE);
  #refusal: Error | null = null;
  /** The result of each statement of the text. Rejects after an error, once the server is ready again or lost. */
  readonly finished: Promise<Outcome[]> = this.#settled.promise;
  /** Resolves when there are more rows than an answer can hold: the statement will fail, and keeps no more rows. */
  readonly exceeding: Promise<void> = this.#exceeding.promise;

  /** @param text One statement, or several if no option demands one. */
  constructor(text: string, options: StatementOptions = {}) {
    const { values = [], limit = null, offset = 0, isWhole = false } = options;
    const { single = false, mayWrite = false, before = [], after = [], beforeCommit } = options;
    this.#text = text;
    this.#values = values;
    this.#first = offset;
    this.#end = limit === null ? Infinity : offset + limit;
    this.#most = isWhole || this.#end > MAX_ROWS ? 0 : Math.max(1, this.#end);
    this.#mayWrite = mayWrite;
    this.#before = before;
    this.#after = after;
    this.#beforeCommit = beforeCommit;
    const isBatch = before.length + after.length > 0 || beforeCommit !== undefined;
    this.#single = single || values.length > 0 || limit !== null || isBatch;
  }

  /** Sends it. */
  submit(connection: PgConnection): void {
    if (!this.#single) return connection.query(this.#text);
    this.#connection = connection;
    connection.stream.cork();
    for (const text of this.#before) send(connection, text);
    send(connection, this.#text, { values: this.#values, rows: this.#most });
    for (const text of this.#after) send(connection, text);
    this.#isSynced = this.#beforeCommit === undefined;
    // Without the sync the server answers, and commits later.
    if (this.#isSynced) connection.sync();
    else connection.flush();
    connection.stream.uncork();
  }

  /** Takes the columns. */
  handleRowDescription({ fields }: { fields: Field[] }): void {
    this.#fields = fields;
  }

  /** Takes a row, which must not change. */
  takeRow(bytes: Buffer, from: number, to: number): void {
    if (this.#single && this.#ended !== this.#before.length) return;
    const at = this.#seen++;
    if (at < this.#first || at >= this.#end || this.#refusal !== null) return;
    const cells = this.#fields?.length ?? 0;
    try {
      this.#budget.count(cells, to - from);
      if (cells !== (bytes[from]! << 8 | bytes[from + 1]!)) throw wrongRow("with another number of cells than columns");
      this.#rows.add(bytes, from, to);
    } catch (excess) {
      this.#refusal = excess as DriverError;
      this.#rows = new DataRows();
      this.#outcomes.length = 0;
      this.#exceeding.resolve();
    }
  }

  /** Handles a reached limit; the end of the transaction closes it. */
  handlePortalSuspended(): void {
    this.#finishOne("", null);
  }

  /** Handles an empty text. */
  handleEmptyQuery(): void {
    this.#finishOne("", null);
  }

  /** Handles the end of one statement. */
  handleCommandComplete({ text }: { text: string }): void {
    const [, command = text, count] = /^(.*?)(?: \d+)??(?: (\d+))?$/.exec(text) ?? [];
    this.#hasWritten ||= WRITES.test(command);
    this.hasCommitted ||= COMMITS.test(command);
    this.#finishOne(command, count === undefined ? null : BigInt(count));
  }

  /** Refuses COPY FROM: there is no data. The server has taken a sync before it for a part of the data. */
  handleCopyInResponse(connection: PgConnection): void {
    connection.sendCopyFail("this driver has no data to copy from");
    if (this.#single && this.#isSynced) connection.sync();
  }

  /** Keeps an error until the server is ready for the next statement or has closed the connection. */
  handleError(error: Error, connection: PgConnection): void {
    if (!(error instanceof DatabaseError)) return this.#settled.reject(error);
    const settle = (): void => {
      connection.off("readyForQuery", settle);
      connection.off("end", end);
      this.#settled.reject(this.#refusal ?? error);
    };
    const end = (): void => {
      this.hasEnded = true;
      settle();
    };
    connection.on("readyForQuery", settle);
    connection.on("end", end);
    this.#sync();
  }

  /** All is done. */
  handleReadyForQuery(): void {
    if (this.#refusal === null) this.#settled.resolve(this.#outcomes);
    else this.#settled.reject(this.#mayWrite ? wasRun(this.#refusal, this.#hasWritten) : this.#refusal);
  }

  #finishOne(command: string, rowCount: bigint | null): void {
    const place = this.#ended++;
    if (this.#single && place !== this.#before.length) return;
    const outcome = { command, rowCount, fields: this.#fields, rows: this.#rows };
    this.#outcomes.push(outcome);
    this.#fields = null;
    this.#rows = new DataRows();
    this.#seen = 0;
    if (this.#beforeCommit !== undefined) this.#decide(outcome, this.#beforeCommit);
  }

  /** Commits, or sends what ends the transaction with an error. */
  async #decide(outcome: Outcome, look: (outcome: Outcome) => Promise<void>): Promise<void> {
    try {
      if (this.#refusal !== null) throw this.#refusal;
      await look(outcome);
    } catch (error) {
      this.#refusal = error as Error;
      this.#connection!.parse({ text: ABORT, name: "", types: [] });
    }
    this.#sync();
  }

  #sync(): void {
    if (this.#isSynced) return;
    this.#isSynced = true;
    this.#connection!.sync();
  }
}

/** Sends a statement without ending its transaction; one whose result is wanted with values and the most rows, 0 for all. */
function send(
  connection: PgConnection,
  text: string,
  wanted?: { values: readonly (string | null)[]; rows: number },
): void {
  const { values = [], rows = 0 } = wanted ?? {};
  connection.parse({ text, name: "", types: [] });
  connection.bind({ portal: "", statement: "", values });
  if (wanted !== undefined) connection.describe({ type: "P", name: "" });
  connection.execute({ portal: "", rows });
}
