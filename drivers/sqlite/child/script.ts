/**
 * Runs the statements of a text, one after the other. The result is that of the last one.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Request } from "../messages.ts";
import type { Parameter } from "../parameter.ts";
import { inArrays } from "./array_statement.ts";
import { TextReader } from "./exact_text.ts";
import type { Regexp } from "./regexp.ts";
import { RequestError } from "./request_error.ts";
import { returnedRows } from "./returned_rows.ts";
import { type RowSink, SelectedRows, type SqliteCell } from "./selected_rows.ts";
import { firstWord, simpleStatements, skipBlank } from "./sql_text.ts";

/** SQLite's code for a statement with a mistake. */
const SQLITE_ERROR = 1;

/** How much of a long text is passed to SQLite at first, in UTF-16 units: SQLite copies the whole text. */
const WINDOW_LENGTH = 16_384;

/** The statements that change nothing, not even the state of the process. */
const READING = new Set(["SELECT", "VALUES", "EXPLAIN"]);

/** The statements that count the rows they changed. */
const WRITING = new Set(["INSERT", "REPLACE", "UPDATE", "DELETE", "WITH"]);

/** A script to run. */
export interface Script extends Pick<Request, "sql" | "isSingle" | "limit" | "offset"> {
  /** Values for the placeholders of a text with one statement. */
  parameters: readonly Parameter[];
}

/** The result of a script, without its rows. */
export interface ScriptResult {
  /** The columns. */
  columns: ReturnType<StatementSync["columns"]>;
  /** The rows that a write changed; null for other statements. */
  affectedRows: bigint | null;
}

/** Where the rows of a statement go. */
export interface Output {
  /** Takes rows, in any number of calls. */
  row: RowSink;
  /** Called when a write that returns rows has given all of them: it is committed only if this does not throw. */
  checkFits(columns: ReturnType<StatementSync["columns"]>): void;
}

const NOTHING = { count: 0, end: 0 };

const NO_OUTPUT: Output = { row: () => {}, checkFits: () => {} };

/** Runs scripts on one database. */
export class ScriptRunner {
  readonly #db: DatabaseSync;
  readonly #texts: TextReader;
  readonly #selected: SelectedRows;
  readonly #regexp: Regexp;
  readonly #changes: StatementSync;
  readonly #check: () => void;
  #hasChangedState = false;
  #done = 0;

  /** @param check Called between rows and between statements; a throw ends the script. */
  constructor(db: DatabaseSync, regexp: Regexp, check: () => void) {
    this.#db = db;
    this.#texts = new TextReader(db);
    this.#selected = new SelectedRows(db, this.#texts);
    this.#regexp = regexp;
    this.#changes = db.prepare("SELECT changes() AS count");
    this.#check = check;
  }

  /** Whether a statement of the last script may have changed more than rows. */
  get hasChangedState(): boolean {
    return this.#hasChangedState;
  }

  /** How many statements of the last script were carried out. */
  get done(): number {
    return this.#done;
  }

  /**
   * Runs the statements; an empty result without statements. Earlier statements stay done if a later one fails.
   *
   * @throws {RequestError} `InvalidRequest` for several statements if only one is allowed, or a NUL.
   * @throws {Error} the error of SQLite, of the check or of the output.
   */
  run(script: Script, output: Output): ScriptResult {
    const { sql } = script;
    this.#hasChangedState = false;
    this.#done = 0;
    if (sql.includes("\0")) throw new RequestError("Cannot run statement: it has a NUL character");
    this.#check();
    const columns = this.#selected.readAgain(sql, script.parameters, script, this.#checking(output));
    if (columns !== null) return { columns, affectedRows: null };
    const isAlone = script.isSingle || script.parameters.length > 0;
    let result: ScriptResult = { columns: [], affectedRows: null };
    for (let at = skipBlank(sql, 0); at < sql.length;) {
      this.#check();
      const { count, end } = isAlone ? NOTHING : simpleStatements(sql, at, WINDOW_LENGTH);
      if (count > 0) {
        // Statements whose results are not wanted run together, which is three times as fast.
        this.#db.exec(sql.slice(at, end));
        this.#done += count;
        at = end;
        continue;
      }
      const statement = this.#prepareFirst(at === 0 ? sql : sql.slice(at)), word = firstWord(sql, at);
      at = skipBlank(sql, at + statement.sourceSQL.length);
      const isLast = at >= sql.length;
      if (isAlone && !isLast) throw severalStatements(script);
      result = this.#runStatement(statement, word, script, isLast ? output : NO_OUTPUT);
      this.#done++;
      if (word === "PRAGMA") this.#texts.learnEncoding();
      if (word === "ATTACH") this.#selected.keepNone();
    }
    return result;
  }

  #runStatement(statement: StatementSync, word: string, script: Script, output: Output): ScriptResult {
    const columns = statement.columns(), { parameters } = script;
    if (!READING.has(word) && !WRITING.has(word)) {
      this.#hasChangedState = true;
      this.#selected.forget();
    }
    if (columns.length === 0) {
      const { changes } = statement.run(...parameters);
      const affectedRows = WRITING.has(word) ? BigInt(changes) : 0n;
      return { columns, affectedRows };
    }
    const row = this.#checking(output), read = this.#selected.read(statement, parameters, script, row);
    if (read !== null) return { columns: read, affectedRows: null };
    if (!WRITING.has(word)) {
      this.#giveAll(() => inArrays(statement).all(...parameters), script, row);
      return { columns, affectedRows: null };
    }
    return { columns, affectedRows: this.#write(statement, columns, script, output) };
  }

  /** Takes rows, and checks between two of them. */
  #checking({ row }: Output): RowSink {
    let isFirst = true;
    return (cells) => {
      if (!isFirst) this.#check();
      isFirst = false;
      row(cells);
    };
  }

  /** A write that returns rows is committed only if its answer can be sent. */
  #write(
    statement: StatementSync,
    columns: ScriptResult["columns"],
    script: Script,
    { row, checkFits }: Output,
  ): bigint {
    this.#db.exec("SAVEPOINT fluxwire_write");
    try {
      this.#giveAll(() => returnedRows(this.#db, this.#texts, statement, script.parameters), script, row);
      const { count } = this.#changes.get() as { count: number };
      checkFits(columns);
      this.#check();
      this.#db.exec("RELEASE fluxwire_write");
      return BigInt(count);
    } catch (error) {
      // Some errors of SQLite have ended the transaction already.
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK TO fluxwire_write; RELEASE fluxwire_write");
      throw error;
    }
  }

  #giveAll(read: () => SqliteCell[][], { limit, offset }: Script, row: RowSink): void {
    const rows = this.#regexp.holdingErrors(read);
    for (const cells of rows.slice(offset, limit === null ? undefined : offset + limit)) row(cells);
  }

  /**
   * Prepares the first statement. A statement that reaches the end of the window, or has a syntax error, may continue
   * after it.
   */
  #prepareFirst(sql: string): StatementSync {
    for (let length = WINDOW_LENGTH; length < sql.length; length *= 8) {
      const statement = this.#tryPrepare(sql.slice(0, length));
      if (statement !== null && statement.sourceSQL.length < length) return statement;
    }
    return this.#db.prepare(sql);
  }

  #tryPrepare(sql: string): StatementSync | null {
    try {
      return this.#db.prepare(sql);
    } catch (error) {
      // Only a text that is cut off can be right when it is longer; a lock would be waited for again.
      if ((error as { errcode?: number }).errcode === SQLITE_ERROR) return null;
      throw error;
    }
  }
}

function severalStatements({ isSingle }: Script): RequestError {
  return new RequestError(
    isSingle
      ? "Cannot run statement: there is more than one"
      : "Cannot bind parameters: there is more than one statement; send each alone",
  );
}
