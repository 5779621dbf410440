/**
 * Runs a statement: every cell is the server's text, and the statement ends only when the server is ready for another
 * one.
 *
 * @module
 */
import type { DriverError } from "@fluxwire/sdk";
import { DatabaseError, type Field, type PgConnection, type Submittable } from "./pg.ts";
import { TextBudget } from "./text_budget.ts";

/** The cells of a row, as texts. */
export type TextRow = readonly (string | null)[];

/** The result of one statement of a text. */
export interface Outcome {
  /** The server's name of the command: `SELECT`, `CREATE TABLE`; empty if rows were left unread. */
  command: string;
  /** The number of rows that it read or changed; null if it does neither. */
  rowCount: bigint | null;
  /** Its columns; null without a result. */
  fields: readonly Field[] | null;
  /** The requested rows. */
  rows: readonly TextRow[];
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
   * Whether a text of several statements is refused. Values and a limit refuse it too.
   *
   * @default false
   */
  single?: boolean;
}

/** The most rows that one message can request. */
const MAX_ROWS = 2 ** 31 - 1;

/** A running statement. Pass it to a client's `query` once. */
export class Statement implements Submittable {
  readonly #text: string;
  readonly #values: readonly (string | null)[];
  readonly #first: number;
  readonly #end: number;
  readonly #single: boolean;
  readonly #settled = Promise.withResolvers<Outcome[]>();
  readonly #outcomes: Outcome[] = [];
  #fields: readonly Field[] | null = null;
  #rows: TextRow[] = [];
  #seen = 0;
  readonly #budget = new TextBudget();
  readonly #exceeding = Promise.withResolvers<void>();
  #excess: DriverError | null = null;

  /** @param text One statement, or several if neither values nor a limit are given. */
  constructor(text: string, options: StatementOptions = {}) {
    const { values = [], limit = null, offset = 0, single = false } = options;
    this.#text = text;
    this.#values = values;
    this.#first = offset;
    this.#end = limit === null ? Infinity : offset + limit;
    this.#single = single || values.length > 0 || limit !== null;
  }

  /** The result of each statement of the text. Rejects after an error, once the server is ready again or lost. */
  get finished(): Promise<Outcome[]> {
    return this.#settled.promise;
  }

  /** Resolves when there are more rows than an answer can hold: the statement will fail, and keeps no more rows. */
  get exceeding(): Promise<void> {
    return this.#exceeding.promise;
  }

  /** Sends it. */
  submit(connection: PgConnection): void {
    if (!this.#single) return connection.query(this.#text);
    connection.stream.cork();
    connection.parse({ text: this.#text, name: "", types: [] });
    connection.bind({ portal: "", statement: "", values: this.#values });
    connection.describe({ type: "P", name: "" });
    connection.execute({ portal: "", rows: this.#end > MAX_ROWS ? 0 : Math.max(1, this.#end) });
    connection.sync();
    connection.stream.uncork();
  }

  /** Takes the columns. */
  handleRowDescription({ fields }: { fields: Field[] }): void {
    this.#fields = fields;
  }

  /** Takes a row. */
  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const at = this.#seen++;
    if (at < this.#first || at >= this.#end || this.#excess !== null) return;
    this.#rows.push(fields);
    this.#excess = this.#budget.take(fields);
    if (this.#excess === null) return;
    this.#rows = [];
    this.#outcomes.length = 0;
    this.#exceeding.resolve();
  }

  /** Handles a reached limit; the sync sent with the statement closes it. */
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
    this.#finishOne(command, count === undefined ? null : BigInt(count));
  }

  /** Refuses COPY FROM: there is no data. */
  handleCopyInResponse(connection: PgConnection): void {
    connection.sendCopyFail("this driver has no data to copy from");
  }

  /** Drops the rows of COPY TO: a result cannot contain them. */
  handleCopyData(): void {}

  /** Keeps an error until the server is ready for the next statement or has closed the connection. */
  handleError(error: Error, connection: PgConnection): void {
    if (!(error instanceof DatabaseError)) return this.#settled.reject(error);
    const settle = (): void => {
      connection.off("readyForQuery", settle);
      connection.off("end", settle);
      this.#settled.reject(this.#excess ?? error);
    };
    connection.on("readyForQuery", settle);
    connection.on("end", settle);
  }

  /** All is done. */
  handleReadyForQuery(): void {
    if (this.#excess === null) this.#settled.resolve(this.#outcomes);
    else this.#settled.reject(this.#excess);
  }

  #finishOne(command: string, rowCount: bigint | null): void {
    this.#outcomes.push({ command, rowCount, fields: this.#fields, rows: this.#rows });
    this.#fields = null;
    this.#rows = [];
    this.#seen = 0;
  }
}
