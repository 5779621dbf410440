/**
 * A statement as the server runs it: every cell is the text the server wrote, and it is over only when the server is
 * ready for another one.
 *
 * @module
 */
import type { DriverError } from "@fluxwire/sdk";
import { DatabaseError, type Field, type PgConnection, type Submittable } from "./pg.ts";
import { TextBudget } from "./text_budget.ts";

/** The cells of a row, as texts. */
export type TextRow = readonly (string | null)[];

/** What one of a text's statements gave. */
export interface Outcome {
  /** What was run, as the server calls it: `SELECT`, `CREATE TABLE`; empty where rows were left behind. */
  command: string;
  /** Rows it read or changed; null where it does neither. */
  rowCount: bigint | null;
  /** Its columns; null where it has no result. */
  fields: readonly Field[] | null;
  /** The wanted rows. */
  rows: readonly TextRow[];
}

/** How a statement is run. */
export interface StatementOptions {
  /**
   * Values for `$1`, `$2` and so on.
   *
   * @default []
   */
  values?: readonly (string | null)[];
  /**
   * The most rows wanted; the server computes no more where it need not.
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

/** The most rows that one message can ask for. */
const MAX_ROWS = 2 ** 31 - 1;

/** A statement on its way. Give it to a client's `query`, once. */
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

  /** @param text One statement, or several where neither values nor a limit are given. */
  constructor(text: string, options: StatementOptions = {}) {
    const { values = [], limit = null, offset = 0, single = false } = options;
    this.#text = text;
    this.#values = values;
    this.#first = offset;
    this.#end = limit === null ? Infinity : offset + limit;
    this.#single = single || values.length > 0 || limit !== null;
  }

  /** What each statement of the text gave. Rejects when the server has said why and is ready again, or is gone. */
  get finished(): Promise<Outcome[]> {
    return this.#settled.promise;
  }

  /** Resolves when it has given more rows than an answer can hold: it is to fail, and keeps no more of them. */
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

  /** The limit is reached; the sync that was sent with the statement closes the rest. */
  handlePortalSuspended(): void {
    this.#finishOne("", null);
  }

  /** There was nothing to run. */
  handleEmptyQuery(): void {
    this.#finishOne("", null);
  }

  /** One statement of the text is done. */
  handleCommandComplete({ text }: { text: string }): void {
    const [, command = text, count] = /^(.*?)(?: \d+)??(?: (\d+))?$/.exec(text) ?? [];
    this.#finishOne(command, count === undefined ? null : BigInt(count));
  }

  /** Nothing is there to copy from. */
  handleCopyInResponse(connection: PgConnection): void {
    connection.sendCopyFail("this driver has no data to copy from");
  }

  /** Copied rows have no form in a result. */
  handleCopyData(): void {}

  /** The server is ready for the next statement once it has said so, or has closed the connection. */
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
