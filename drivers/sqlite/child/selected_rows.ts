/**
 * Gives the rows of a query to a sink, exactly as SQLite has them, while SQLite runs.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Parameter, Request, SqliteCell } from "../messages.ts";
import type { TextReader } from "./exact_text.ts";
import { withoutEnd } from "./sql_text.ts";

/** Takes rows. A throw ends the query with that error. */
export type RowSink = (row: SqliteCell[]) => void;

/** Members of node:sqlite that Deno has but its types lack. */
type Limited = DatabaseSync & { limits: { functionArg: number } };

/** The rows to give. */
export type RowWindow = Pick<Request, "limit" | "offset">;

/** The columns of a statement. */
export type Columns = ReturnType<StatementSync["columns"]>;

/** A query that has run, and can run again. */
interface Query {
  columns: Columns;
  /** Gives the rows to the function. */
  readonly statement: StatementSync;
}

/** SQLite's code for a statement with a mistake. */
const SQLITE_ERROR = 1;

/** The number of changes of the file's schema. */
const VERSION = "(SELECT schema_version FROM temp.pragma_schema_version) AS version";

/** How many prepared queries are kept, and how long their texts may be: preparing takes longer than reading one row. */
const KEPT_QUERIES = 64, KEPT_LENGTH = 4_096;

/**
 * Reads queries by a function of SQL that takes each row: this is as fast as reading all rows at once, needs no memory
 * for them, can stop between two rows, and gets texts with a NUL whole.
 */
export class SelectedRows {
  readonly #db: DatabaseSync;
  readonly #maxColumns: number;
  readonly #texts: TextReader;
  /** Names that no statement can guess. */
  readonly #name = `fluxwire_${crypto.randomUUID().replaceAll("-", "")}`;
  readonly #kept = new Map<string, Query>();
  /** Which schema of the file the last query has read: other connections change it too. */
  #version: unknown;
  readonly #seeVersion: StatementSync;
  #isKeeping = true;
  #sink: RowSink = () => {};
  #doubtful: SqliteCell[] = [];

  /** @param db Gets two functions, whose names are random: no other statement calls them. */
  constructor(db: DatabaseSync, texts: TextReader) {
    this.#db = db;
    this.#texts = texts;
    this.#seeVersion = db.prepare(`SELECT ${VERSION}`);
    this.#maxColumns = (db as Limited).limits.functionArg;
    const options = { varargs: true, useBigIntArguments: true, directOnly: true };
    db.function(`${this.#name}_row`, options, (...row) => this.#take(row));
    db.function(`${this.#name}_exact`, options, (...bytes) => this.#takeExact(bytes as (Uint8Array | null)[]));
  }

  /**
   * Runs a query that has run before, and returns its columns; null for other texts, and if another connection has changed
   * the tables so that it must be prepared again.
   *
   * @throws {Error} the error of SQLite, or of the sink.
   */
  readAgain(sql: string, parameters: readonly Parameter[], window: RowWindow, sink: RowSink): Columns | null {
    const key = keyOf(sql, parameters, window), query = this.#kept.get(key);
    if (query === undefined) return null;
    try {
      this.#run(query, sql, parameters, sink);
    } catch (error) {
      // A query that fails while it runs must not run twice.
      if (!isMistake(error) || this.#seeVersion.get()!.version === this.#version) throw error;
      this.#kept.delete(key);
      return null;
    }
    return query.columns;
  }

  /**
   * Runs a query, and returns its columns; null if the statement is none.
   *
   * @throws {Error} the error of SQLite, or of the sink.
   */
  read(statement: StatementSync, parameters: readonly Parameter[], window: RowWindow, sink: RowSink): Columns | null {
    const sql = statement.sourceSQL, columns = statement.columns();
    if (!/^(?:SELECT|VALUES|WITH)\b/i.test(sql) || columns.length > this.#maxColumns) return null;
    const prepared = this.#prepareNew(sql, columns.length, window);
    if (prepared === null) return null;
    const query = { columns, statement: prepared };
    this.#run(query, sql, parameters, sink);
    if (this.#isKeeping && sql.length <= KEPT_LENGTH) this.#kept.set(keyOf(sql, parameters, window), query);
    if (this.#kept.size > KEPT_QUERIES) this.#kept.delete(this.#kept.keys().next().value!);
    return query.columns;
  }

  /** Forgets all queries that have run: this connection may have changed what they read. */
  forget(): void {
    this.#kept.clear();
  }

  /** Keeps no queries from now on: changes of the schema of another file are not seen. */
  keepNone(): void {
    this.#isKeeping = false;
  }

  #run(query: Query, sql: string, parameters: readonly Parameter[], sink: RowSink): void {
    this.#sink = sink;
    const { version } = query.statement.get(...parameters) as { version: unknown };
    if (version === this.#version) return;
    // SQLite sees a change of the schema when a statement runs, not when it is prepared.
    this.#version = version;
    this.forget();
    query.columns = this.#db.prepare(sql).columns();
  }

  #prepareNew(sql: string, count: number, { limit, offset }: RowWindow): StatementSync | null {
    const cells = Array.from({ length: count }, (_, i) => `c${i}`), name = this.#name;
    const bytes = cells.map((cell) => `CAST(${cell} AS BLOB)`);
    // The second function is called only for rows of which the first one doubts a text.
    const taken = `coalesce(${name}_row(${cells}), ${name}_exact(${bytes}))`;
    const rows = limit === null && offset === 0
      ? name
      : `(SELECT * FROM ${name} LIMIT ${limit ?? -1} OFFSET ${offset})`;
    try {
      return this.#db.prepare(
        `WITH ${name}(${cells}) AS (${withoutEnd(sql)}\n) SELECT count(${taken}), ${VERSION} FROM ${rows}`,
      );
    } catch (error) {
      // A write that begins with WITH. A lock would be waited for again.
      if (isMistake(error)) return null;
      throw error;
    }
  }

  #take(row: SqliteCell[]): 1 | null {
    for (const cell of row) {
      if (typeof cell === "string" && this.#texts.isDoubtful(cell)) {
        this.#doubtful = row;
        return null;
      }
    }
    this.#sink(row);
    return 1;
  }

  #takeExact(bytes: readonly (Uint8Array | null)[]): 1 {
    this.#sink(this.#doubtful.map((cell, i) => typeof cell === "string" ? this.#texts.exact(cell, bytes[i]!) : cell));
    return 1;
  }
}

function keyOf(sql: string, { length }: readonly Parameter[], { limit, offset }: RowWindow): string {
  return `${limit} ${offset} ${length} ${sql}`;
}

/** Whether SQLite refuses a statement. */
export function isMistake(error: unknown): boolean {
  return (error as { errcode?: number }).errcode === SQLITE_ERROR;
}
