/**
 * Runs the statements of a text, one after the other. The result is that of the last one.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Parameter, Request, SqliteCell } from "../messages.ts";
import { TextReader } from "./exact_text.ts";
import { RequestError } from "./failure.ts";
import { plainRows, returnedRows } from "./returned_rows.ts";
import { type Columns, type RowSink, type RowWindow, SelectedRows } from "./selected_rows.ts";
import { firstWord, simpleStatements, skipBlank, statementEnd } from "./sql_text.ts";

/** About how much text of statements runs together, in UTF-16 units. */
const BATCH_LENGTH = 16_384;

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
  columns: Columns;
  /** The rows that a write changed; null for other statements. */
  affectedRows: bigint | null;
}

/** Where the rows of a statement go. */
export interface Output {
  /** Takes rows, in any number of calls. */
  row: RowSink;
  /** Called when a write that returns rows has given all of them: it is committed only if this does not throw. */
  checkFits(columns: Columns): void;
}

const NOTHING = { count: 0, end: 0 };

const NO_OUTPUT: Output = { row: () => {}, checkFits: () => {} };

/** Runs scripts on one database. */
export class ScriptRunner {
  readonly #db: DatabaseSync;
  readonly #texts: TextReader;
  readonly #selected: SelectedRows;
  readonly #changes: StatementSync;
  readonly #check: () => void;
  /** Whether a statement of the last script may have changed more than rows. */
  hasChangedState = false;
  /** How many statements of the last script were carried out. */
  done = 0;
  #wasInTransaction = false;

  /** Whether the statement that failed has ended the transaction in which it ran, such as by `OR ROLLBACK`. */
  get hasRolledBack(): boolean {
    return this.#wasInTransaction && !this.#db.isTransaction;
  }

  /** @param check Called between rows and between statements; a throw ends the script. */
  constructor(db: DatabaseSync, check: () => void) {
    this.#db = db;
    this.#texts = new TextReader(db);
    this.#selected = new SelectedRows(db, this.#texts);
    this.#changes = db.prepare("SELECT changes() AS count");
    this.#check = check;
  }

  /**
   * Runs the statements; an empty result without statements. Earlier statements stay done if a later one fails.
   *
   * @throws {RequestError} `InvalidRequest` for several statements if only one is allowed.
   * @throws {Error} the error of SQLite, of the check or of the output.
   */
  run(script: Script, output: Output): ScriptResult {
    const { sql } = script;
    this.hasChangedState = false;
    this.done = 0;
    this.#wasInTransaction = this.#db.isTransaction;
    this.#check();
    const columns = this.#selected.readAgain(sql, script.parameters, script, this.#checking(output));
    if (columns !== null) return { columns, affectedRows: null };
    const isAlone = script.isSingle || script.parameters.length > 0;
    let result: ScriptResult = { columns: [], affectedRows: null };
    for (let at = skipBlank(sql, 0); at < sql.length;) {
      this.#check();
      this.#wasInTransaction = this.#db.isTransaction;
      const { count, end } = isAlone ? NOTHING : simpleStatements(sql, at, BATCH_LENGTH);
      if (count > 0) {
        // Statements whose results are not wanted run together, which is three times as fast.
        this.#db.exec(sql.slice(at, end));
        this.done += count;
        at = end;
        continue;
      }
      // SQLite copies the text that it gets: all that follows would take time that grows with its square.
      const statement = this.#db.prepare(isAlone ? sql.slice(at) : sql.slice(at, statementEnd(sql, at)));
      const word = firstWord(sql, at);
      at = skipBlank(sql, at + statement.sourceSQL.length);
      const isLast = at >= sql.length;
      if (isAlone && !isLast) throw severalStatements(script);
      if (!script.isSingle && script.parameters.length > 0) this.#checkPlaces(statement, word, script);
      result = this.#runStatement(statement, word, script, isLast ? output : NO_OUTPUT);
      this.done++;
      if (word === "PRAGMA") this.#texts.learnEncoding();
      if (word === "ATTACH") this.#selected.keepNone();
    }
    return result;
  }

  /**
   * SQLite takes NULL for a value that is missing: as an identity, NULL would find another row. It refuses a value too many,
   * also of a statement that it only explains.
   */
  #checkPlaces({ sourceSQL }: StatementSync, word: string, { parameters }: Script): void {
    if (word === "EXPLAIN" || !READING.has(word) && !WRITING.has(word)) return;
    try {
      this.#db.prepare(`EXPLAIN ${sourceSQL}`).get(...parameters, null);
    } catch {
      return;
    }
    throw new RequestError(`Cannot run statement: parameters are missing (given: ${parameters.length})`);
  }

  #runStatement(statement: StatementSync, word: string, script: Script, output: Output): ScriptResult {
    const columns = statement.columns(), { parameters } = script;
    if (!READING.has(word) && !WRITING.has(word)) {
      this.hasChangedState = true;
      this.#selected.forget();
    }
    if (columns.length === 0) {
      const { changes } = statement.run(...parameters);
      return { columns, affectedRows: WRITING.has(word) ? BigInt(changes) : 0n };
    }
    const row = this.#checking(output), read = this.#selected.read(statement, parameters, script, row);
    if (read !== null) return { columns: read, affectedRows: null };
    if (!WRITING.has(word)) {
      give(plainRows(statement, parameters), script, row);
      return { columns, affectedRows: null };
    }
    return { columns, affectedRows: this.#write(statement, columns, script, { ...output, row }) };
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
  #write(statement: StatementSync, columns: Columns, script: Script, { row, checkFits }: Output): bigint {
    this.#db.exec("SAVEPOINT fluxwire_write");
    try {
      give(returnedRows(this.#db, this.#texts, statement, script.parameters), script, row);
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
}

/** Gives the rows that are wanted. */
function give(rows: readonly SqliteCell[][], { limit, offset }: RowWindow, row: RowSink): void {
  for (const cells of rows.slice(offset, limit === null ? undefined : offset + limit)) row(cells);
}

function severalStatements({ isSingle }: Script): RequestError {
  return new RequestError(
    isSingle
      ? "Cannot run statement: there is more than one"
      : "Cannot bind parameters: there is more than one statement; send each alone",
  );
}
