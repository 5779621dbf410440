/**
 * Runs the statements of a text, one after the other. The result is that of the last one.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import {
  type ColumnMeta,
  DEFAULT_LIMITS,
  DriverError,
  type QueryResultDto,
  ResultBudget,
  type Value,
} from "@fluxwire/sdk";
import { CancelPoint } from "./cancel_point.ts";
import { columnKind } from "./column_kind.ts";
import { completeRows } from "./complete_rows.ts";
import type { Parameter } from "./parameter.ts";

/** White space, semicolons and comments; node:sqlite crashes on a statement of nothing else. */
const BLANK = /^(?:[ \t\n\f\r;\uFEFF]+|--[^\n]*|\/\*[^]*?(?:\*\/|$))*/;

/** How much of a long text is passed to SQLite at first, in UTF-16 units: SQLite copies the whole text. */
const WINDOW_LENGTH = 16_384;

/** A script to run. */
export interface Script {
  /** Any number of statements. */
  sql: string;
  /** Values for the placeholders of a text with one statement. */
  parameters: readonly Parameter[];
  /** Whether there may be only one statement. */
  isSingle: boolean;
  /** The most rows to give; null for all. */
  limit: number | null;
  /** Rows to skip. */
  offset: number;
}

/** The result of a script in SQLite's values: an integer is a bigint, a real a number. */
export type ScriptResult = Pick<QueryResultDto, "columns" | "rows" | "affectedRows">;

/** Runs scripts on one database. */
export class ScriptRunner {
  readonly #db: DatabaseSync;
  readonly #changes: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#changes = db.prepare("SELECT changes() AS last, total_changes() AS total");
  }

  /**
   * Runs the statements and returns the result of the last; an empty result without statements.
   *
   * Checks between rows and between statements whether the signal was aborted; earlier changes are kept.
   *
   * @throws {DriverError} `InvalidRequest` for several statements if only one is allowed, or a NUL; `Driver` for a
   * result that is too large.
   * @throws {Error} the error of SQLite.
   */
  async run(script: Script, signal: AbortSignal): Promise<ScriptResult> {
    if (script.sql.includes("\0")) {
      throw new DriverError("InvalidRequest", "Cannot run statement: it has a NUL character");
    }
    let result: ScriptResult = { columns: [], rows: [] };
    let rest = script.sql.replace(BLANK, "");
    const isAlone = script.isSingle || script.parameters.length > 0;
    const point = new CancelPoint(signal);
    while (rest !== "") {
      if (point.isDue) await point.pass();
      const statement = this.#prepareFirst(rest);
      rest = rest.slice(statement.sourceSQL.length).replace(BLANK, "");
      if (isAlone && rest !== "") throw severalStatements(script);
      result = await this.#runStatement(statement, script, point);
    }
    return result;
  }

  async #runStatement(statement: StatementSync, script: Script, point: CancelPoint): Promise<ScriptResult> {
    statement.setReadBigInts(true);
    const before = this.#countChanges().total;
    const columns = statement.columns().map(toColumn);
    const rows = columns.length === 0 ? [] : await this.#readRows(statement, script, point);
    if (columns.length === 0) statement.run(...script.parameters);
    const after = this.#countChanges();
    // Only writes set the count; after other statements it is that of the last write.
    if (after.total !== before) return { columns, rows, affectedRows: BigInt(after.last) };
    return columns.length === 0 ? { columns, rows, affectedRows: 0n } : { columns, rows };
  }

  /** The requested rows, with checks for a cancel between rows. */
  async #readRows(
    statement: StatementSync,
    { parameters, limit, offset }: Script,
    point: CancelPoint,
  ): Promise<Value[][]> {
    const budget = new ResultBudget(DEFAULT_LIMITS);
    const rows: Value[][] = [];
    let skipped = 0;
    for (const row of completeRows(this.#db, statement, parameters)) {
      if (rows.length === limit) break;
      if (skipped < offset) skipped++;
      else {
        budget.take(row);
        rows.push(row);
      }
      if (point.isDue) await point.pass();
    }
    return rows;
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
    } catch {
      return null;
    }
  }

  #countChanges(): { last: number; total: number } {
    return this.#changes.get() as { last: number; total: number };
  }
}

function severalStatements({ isSingle }: Script): DriverError {
  const text = isSingle
    ? "Cannot run statement: there is more than one"
    : "Cannot bind parameters: there is more than one statement; send each alone";
  return new DriverError("InvalidRequest", text);
}

function toColumn({ name, type }: ReturnType<StatementSync["columns"]>[number]): ColumnMeta {
  return { name, typeName: type ?? "", kind: columnKind(type), nullable: true, isPrimaryKey: false };
}
