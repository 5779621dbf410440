/**
 * Gives the rows of a query to a sink, exactly as SQLite has them, while SQLite runs.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { DescribedCell } from "@fluxwire/sdk/rows";
import type { Parameter } from "../parameter.ts";

/** A cell as SQLite has it; a text that is not valid is described. */
export type SqliteCell = null | bigint | number | string | Uint8Array | DescribedCell;

/** Takes rows. A throw ends the query with that error. */
export type RowSink = (row: SqliteCell[]) => void;

/** Members of node:sqlite that Deno has but its types lack. */
type Limited = DatabaseSync & { limits: { functionArg: number } };

/** The rows to give. */
export interface RowWindow {
  /** The most rows to give; null for all. */
  limit: number | null;
  /** Rows to skip. */
  offset: number;
}

/** SQLite's code for a statement with a mistake. */
const SQLITE_ERROR = 1;

/** How many bytes are shown of a text that is not valid. */
const SHOWN_BYTES = 1_024;

/** How many prepared queries are kept, and how long their texts may be: preparing takes longer than reading one row. */
const KEPT_QUERIES = 64, KEPT_LENGTH = 4_096;

/**
 * Reads queries by a function of SQL that takes each row: this is as fast as reading all rows at once, needs no memory
 * for them, can stop between two rows, and gets texts with a NUL whole.
 */
export class SelectedRows {
  readonly #db: DatabaseSync;
  readonly #maxColumns: number;
  #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #isUtf8 = true;
  /** Names that no statement can guess. */
  readonly #name = `fluxwire_${crypto.randomUUID().replaceAll("-", "")}`;
  readonly #kept = new Map<string, StatementSync>();
  #sink: RowSink = () => {};
  #doubtful: SqliteCell[] = [];

  /** @param db Gets two functions, whose names are random: no other statement calls them. */
  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#maxColumns = (db as Limited).limits.functionArg;
    this.learnEncoding();
    const options = { varargs: true, useBigIntArguments: true, directOnly: true };
    db.function(`${this.#name}_row`, options, (...row) => this.#take(row));
    db.function(`${this.#name}_exact`, options, (...bytes) => this.#takeExact(bytes as (Uint8Array | null)[]));
  }

  /** Looks at the database's encoding, which a new database can still change. */
  learnEncoding(): void {
    const { encoding } = this.#db.prepare("PRAGMA encoding").get() as { encoding: string };
    this.#isUtf8 = encoding === "UTF-8";
    this.#decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  }

  /**
   * Runs a query, or returns false if the statement is none.
   *
   * @throws {Error} the error of SQLite, or of the sink.
   */
  read(statement: StatementSync, parameters: readonly Parameter[], window: RowWindow, sink: RowSink): boolean {
    const query = this.#prepare(statement, window);
    if (query === null) return false;
    this.#sink = sink;
    query.get(...parameters);
    return true;
  }

  #prepare(statement: StatementSync, window: RowWindow): StatementSync | null {
    const sql = statement.sourceSQL, count = statement.columns().length;
    if (!/^(?:SELECT|VALUES|WITH)\b/i.test(sql) || count > this.#maxColumns) return null;
    // A kept query follows changes of the schema, except for changes of the number of its columns.
    const key = `${count} ${window.limit} ${window.offset} ${sql}`;
    const query = this.#kept.get(key) ?? this.#prepareNew(sql, count, window);
    if (query === null || sql.length > KEPT_LENGTH) return query;
    this.#kept.delete(key);
    this.#kept.set(key, query);
    if (this.#kept.size > KEPT_QUERIES) this.#kept.delete(this.#kept.keys().next().value!);
    return query;
  }

  #prepareNew(sql: string, count: number, { limit, offset }: RowWindow): StatementSync | null {
    const cells = Array.from({ length: count }, (_, i) => `c${i}`), name = this.#name;
    const bytes = cells.map((cell) => `CAST(${cell} AS BLOB)`);
    // The second function is called only for rows of which the first one doubts a text.
    const taken = `coalesce(${name}_row(${cells}), ${name}_exact(${bytes}))`;
    const rows = limit === null && offset === 0
      ? name
      : `(SELECT * FROM ${name} LIMIT ${limit ?? -1} OFFSET ${offset})`;
    const query = sql.replace(/[;\s]+$/, "");
    try {
      return this.#db.prepare(`WITH ${name}(${cells}) AS (${query}\n) SELECT count(${taken}) FROM ${rows}`);
    } catch (error) {
      // A write that begins with WITH. A lock would be waited for again.
      if ((error as { errcode?: number }).errcode === SQLITE_ERROR) return null;
      throw error;
    }
  }

  #take(row: SqliteCell[]): 1 | null {
    for (const cell of row) {
      if (typeof cell === "string" && this.#isDoubtful(cell)) {
        this.#doubtful = row;
        return null;
      }
    }
    this.#sink(row);
    return 1;
  }

  /** Invalid text arrives with replacement characters. */
  #isDoubtful(text: string): boolean {
    return text.includes("\uFFFD") || !this.#isUtf8;
  }

  #takeExact(bytes: readonly (Uint8Array | null)[]): 1 {
    this.#sink(this.#doubtful.map((cell, i) => typeof cell === "string" ? this.#exact(cell, bytes[i]!) : cell));
    return 1;
  }

  #exact(text: string, bytes: Uint8Array): string | DescribedCell {
    if (!this.#isDoubtful(text)) return text;
    try {
      return this.#decoder.decode(bytes);
    } catch {
      const shown = bytes.subarray(0, SHOWN_BYTES).toHex(), rest = bytes.length > SHOWN_BYTES ? "..." : "";
      return { type: "Unsupported", value: `text that is not valid: x'${shown}${rest}'` };
    }
  }
}
