/**
 * Results: from rows in any form to what the wire has.
 *
 * @module
 */
import type { ColumnKind, ColumnMeta, QueryResultDto, Value } from "@fluxwire/wire";
import { EncodedResult } from "./encoded_result.ts";
import { ResultBudget, type ResultLimits } from "./result_budget.ts";
import { Turn } from "./turn.ts";
import { type Cell, toValue } from "./value.ts";
import { wholeNumber } from "./whole_number.ts";

/** A column: its name, and what else is known. */
export interface Column {
  /** Its name. */
  name: string;
  /**
   * The database's name of its type.
   *
   * @default {""}
   */
  type?: string;
  /**
   * How the host treats its values. Float makes integral numbers Floats.
   *
   * @default {"Unknown"}
   */
  kind?: ColumnKind;
  /**
   * Whether it can be null.
   *
   * @default {true}
   */
  nullable?: boolean;
  /**
   * Whether it is part of the primary key.
   *
   * @default {false}
   */
  primaryKey?: boolean;
}

/** A row: its cells in the order of the columns, or by their names. */
export type Row = readonly Cell[] | { readonly [column: string]: Cell };

/** What a statement gave. */
export interface QueryResult {
  /** The columns; where they are left out, the keys of the first row. */
  columns?: readonly (string | Column)[];
  /** The rows, in whatever yields them. */
  rows?: Iterable<Row> | AsyncIterable<Row>;
  /** Rows a write changed. */
  affectedRows?: number | bigint;
  /** Asks for the next page, where there is one. */
  nextPageToken?: string;
  /**
   * How long the database took, in milliseconds.
   *
   * @default the time the method took
   */
  executionTimeMs?: number;
  /** The answer as text, instead of rows. */
  text?: string;
  /** The whole answer as `encodeAnswer` gave it for this call, instead of all else. */
  encoded?: Uint8Array;
}

/** What the conversion of a result is bound by. */
export interface ResultOptions {
  /** When the statement began, in the milliseconds of `performance.now()`. */
  startedAt: number;
  /** What no result may exceed. */
  limits: ResultLimits;
  /** Ends the reading of rows; those that were read are dropped. */
  signal?: AbortSignal;
}

/**
 * The wire's form of a result. Rows that come one at a time are read no further than a frame
 * can hold.
 *
 * @throws {TypeError} for a cell that is no database value, naming row and column.
 * @throws {RangeError} for a count or a time that is no whole number from 0 on, naming it.
 * @throws {DriverError} `Driver` for rows beyond the limits.
 * @throws the signal's reason when it aborts.
 */
export async function toQueryResult(result: QueryResult | undefined, options: ResultOptions): Promise<QueryResultDto> {
  if (result?.encoded !== undefined) return new EncodedResult(result.encoded);
  const { columns, rows } = await toTable(result ?? {}, options);
  const { startedAt } = options;
  return {
    shape: result?.text === undefined ? "Table" : "Text",
    columns,
    rows,
    affectedRows: result?.affectedRows === undefined ? null : wholeNumber(result.affectedRows, "affectedRows"),
    executionTimeMs: wholeNumber(
      Math.round(result?.executionTimeMs ?? performance.now() - startedAt),
      "executionTimeMs",
    ),
    textBody: result?.text ?? null,
    rawBytes: null,
    nextPageToken: result?.nextPageToken ?? null,
  };
}

async function toTable(
  result: QueryResult,
  { limits, signal }: ResultOptions,
): Promise<{ columns: ColumnMeta[]; rows: Value[][] }> {
  let columns = result.columns?.map(toColumn);
  const rows: Value[][] = [];
  // Rows that are in memory already say better how much too long they are: the codec counts them.
  const budget = Array.isArray(result.rows) ? null : new ResultBudget(limits);
  const add = (row: Row): void => {
    signal?.throwIfAborted();
    columns ??= Array.isArray(row) ? row.map((_, i) => toColumn(`column${i + 1}`)) : Object.keys(row).map(toColumn);
    const cells = toRow(row, columns, rows.length);
    budget?.take(cells);
    rows.push(cells);
  };
  await eachInTurns(result.rows ?? [], add);
  signal?.throwIfAborted();
  return { columns: columns ?? [], rows };
}

/** A source may yield without ever waiting: a cancel must be read nevertheless, and others be served. */
async function eachInTurns(source: Iterable<Row> | AsyncIterable<Row>, add: (row: Row) => void): Promise<void> {
  const turn = new Turn();
  if (Symbol.asyncIterator in source) {
    for await (const row of source) {
      add(row);
      if (turn.isOver) await turn.next();
    }
    return;
  }
  for (const row of source) {
    add(row);
    if (turn.isOver) await turn.next();
  }
}

function toColumn(column: string | Column): ColumnMeta {
  const { name, type = "", kind = "Unknown", nullable = true, primaryKey = false } = typeof column === "string"
    ? { name: column }
    : column;
  return { name, typeName: type, kind, nullable, isPrimaryKey: primaryKey };
}

function toRow(row: Row, columns: readonly ColumnMeta[], index: number): Value[] {
  const isList = Array.isArray(row);
  if (isList && row.length !== columns.length) {
    throw new TypeError(`Cannot send row ${index}: it has ${row.length} cells for ${columns.length} columns`);
  }
  const values = new Array<Value>(columns.length);
  let i = 0;
  try {
    for (; i < columns.length; i++) {
      const { name, kind } = columns[i]!;
      const cell = isList ? row[i] : (row as { readonly [name: string]: Cell })[name];
      values[i] = toValue(cell, kind === "Float");
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "reading it throws what is no error";
    throw new TypeError(`Cannot send row ${index}, column ${columns[i]!.name}: ${reason}`, { cause });
  }
  return values;
}
