/**
 * Converts results: from rows in any form to the wire's form.
 *
 * @module
 */
import type { ColumnKind, ColumnMeta, QueryResultDto, Value } from "@fluxwire/wire";
import { EncodedRows } from "@fluxwire/wire/rows";
import { EncodedResult } from "./encoded_result.ts";
import { ResultOfEncodedRows } from "./encoded_rows_result.ts";
import { ResultBudget, type ResultLimits } from "./result_budget.ts";
import { Turn } from "./turn.ts";
import { type Cell, toValue } from "./value.ts";
import { wholeNumber } from "./whole_number.ts";

const NO_ROWS: readonly Row[] = [];

/** A column. */
export interface Column {
  /** Its name. */
  name: string;
  /**
   * The database's name for the type.
   *
   * @default {""}
   */
  type?: string;
  /**
   * How the host treats its values. With Float, whole numbers are sent as Floats.
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

/** A row: its cells in the order of the columns, or by column name. */
export type Row = readonly Cell[] | { readonly [column: string]: Cell };

/** The result of a statement. */
export interface QueryResult {
  /** The columns. Default: the keys of the first row. */
  columns?: readonly (string | Column)[];
  /**
   * The rows, from any iterable. They may be lazy: rows are pulled after the method has returned, as long as a frame can hold
   * more and the call's signal is not aborted; then the iterator's `return` is called. The call lasts until then.
   *
   * Rows that another process has encoded with `@fluxwire/sdk/rows`, by `context.answer`, are sent as they are.
   */
  rows?: Iterable<Row> | AsyncIterable<Row> | EncodedRows;
  /** The number of rows that a write changed. */
  affectedRows?: number | bigint;
  /** The token of the next page; absent on the last one. */
  nextPageToken?: string;
  /**
   * How long the database took, in milliseconds.
   *
   * @default the time the method took
   */
  executionTimeMs?: number;
  /** The answer as text, instead of rows. */
  text?: string;
  /** The whole answer from `encodeAnswer` for this call, instead of all other members. */
  encoded?: Uint8Array;
}

/** The limits of a result's conversion. */
export interface ResultOptions {
  /** When the statement began, in the milliseconds of `performance.now()`. */
  startedAt: number;
  /** The limits of every result. */
  limits: ResultLimits;
  /** Stops the reading of rows; those already read are dropped. */
  signal?: AbortSignal;
}

/**
 * Converts a result to the wire's form. Stops reading rows that come one at a time once a frame cannot hold them.
 *
 * @throws {TypeError} for a cell that is not a database value; the message names row and column.
 * @throws {RangeError} for a count or a time that is not a whole number from 0 on; the message names it.
 * @throws {DriverError} `Driver` for rows beyond the limits.
 * @throws the signal's reason when it aborts.
 */
export async function toQueryResult(result: QueryResult | undefined, options: ResultOptions): Promise<QueryResultDto> {
  if (result?.encoded !== undefined) return new EncodedResult(result.encoded);
  const source = result?.rows ?? NO_ROWS, encoded = source instanceof EncodedRows ? source : null;
  const { columns, rows } = source instanceof EncodedRows
    ? { columns: (result?.columns ?? []).map(toColumn), rows: [] }
    : await toTable(result ?? {}, source, options);
  const { startedAt } = options;
  const dto: QueryResultDto = {
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
  return encoded === null ? dto : new ResultOfEncodedRows(dto, encoded);
}

async function toTable(
  result: QueryResult,
  source: Iterable<Row> | AsyncIterable<Row>,
  { limits, signal }: ResultOptions,
): Promise<{ columns: ColumnMeta[]; rows: Value[][] }> {
  let columns = result.columns?.map(toColumn);
  const rows: Value[][] = [];
  // Rows that are already in memory need no budget: the codec reports exactly how much too long they are.
  const budget = Array.isArray(source) ? null : new ResultBudget(limits);
  const add = (row: Row): void => {
    columns ??= Array.isArray(row) ? row.map((_, i) => toColumn(`column${i + 1}`)) : Object.keys(row).map(toColumn);
    const cells = toRow(row, columns, rows.length);
    budget?.take(cells);
    rows.push(cells);
  };
  // What gave no rows is done, whatever becomes of its call.
  if (source === NO_ROWS) return { columns: columns ?? [], rows };
  try {
    await eachInTurns(source, add, signal);
    signal?.throwIfAborted();
  } catch (error) {
    // A write is done whatever becomes of its call: its count is sent without the rows.
    if (signal?.aborted !== true || !(Number(result.affectedRows ?? 0) > 0)) throw error;
    rows.length = 0;
  }
  return { columns: columns ?? [], rows };
}

/**
 * Reads rows in turns: a source may yield without waiting, and the thread must still read cancels and serve others. Pulls
 * no row after the signal is aborted: the session may be closed by then.
 */
async function eachInTurns(
  source: Iterable<Row> | AsyncIterable<Row>,
  add: (row: Row) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const turn = new Turn();
  if (signal?.aborted) {
    await iteratorOf(source).return?.();
    throw signal.reason;
  }
  if (Symbol.asyncIterator in source) {
    for await (const row of source) {
      signal?.throwIfAborted();
      add(row);
      if (turn.isOver) await turn.next();
      signal?.throwIfAborted();
    }
    return;
  }
  for (const row of source) {
    add(row);
    if (turn.isOver) await turn.next();
    signal?.throwIfAborted();
  }
}

function iteratorOf(source: Iterable<Row> | AsyncIterable<Row>): Iterator<Row> | AsyncIterator<Row> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
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
