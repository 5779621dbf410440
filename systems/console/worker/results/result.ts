/**
 * One result, which stays in the worker; the page gets what is in sight.
 *
 * @module
 */
import { decode, type Layout, type QueryResultDto, toExactValue } from "@fluxwire/wire";
import { cellText, copiedText } from "./cell.ts";
import type {
  CellPlace,
  CellRange,
  FindRequest,
  HeadColumn,
  ResultAnswers,
  ResultHead,
  WholeCell,
} from "./messages.ts";
import { wholeCell } from "./cell.ts";
import { shownLine } from "../shown_text.ts";

/** How many rows are measured for the widths of columns. */
const MEASURED_ROWS = 200;
/** The widest that a column becomes by itself, in characters, and the narrowest. */
const MAX_WIDTH = 60, MIN_WIDTH = 4;

/** A result of a statement. */
export class Result {
  readonly #result: QueryResultDto;
  /** What it is. */
  readonly head: ResultHead;

  /** @throws {MalformedError} For bytes that are no answer. {TypeError} For an answer without a result. */
  constructor(payload: Uint8Array, layout: Layout) {
    const { body } = decode("response", layout, payload).envelope;
    if (!("result" in body) || !isResult(body.result)) throw new TypeError(`${body.type} has no result to show`);
    const { shape, rows, affectedRows, executionTimeMs, textBody, rawBytes, nextPageToken } = this.#result =
      body.result;
    this.head = {
      shape,
      columns: columnsOf(body.result),
      rows: rows.length,
      affectedRows: affectedRows == null ? null : String(affectedRows),
      executionTimeMs: String(executionTimeMs),
      hasNext: nextPageToken != null,
      text: textBody ?? null,
      bytes: rawBytes ?? null,
      size: payload.length,
    };
  }

  /** The cells of a range, as short texts; a row that is short of cells has empty ones. */
  cells({ row, rows, column, columns }: CellRange): ResultAnswers["cells"] {
    const texts: string[] = [], looks = new Uint8Array(rows * columns);
    for (const cells of this.#result.rows.slice(row, row + rows)) {
      for (let at = column; at < column + columns; at++) {
        const { text, look } = cellText(cells[at] ?? null);
        looks[texts.length] = look;
        texts.push(text);
      }
    }
    return { texts, looks };
  }

  /** A cell, whole. */
  whole({ row, column }: CellPlace): WholeCell {
    return wholeCell(this.#result.rows[row]?.[column] ?? null);
  }

  /** The cells of a range as lines with tabs; tabs and line ends within cells are quoted as spreadsheets do. */
  copy({ row, rows, column, columns }: CellRange): string {
    const lines = this.#result.rows.slice(row, row + rows).map((cells) =>
      cells.slice(column, column + columns).map((cell) => quoted(copiedText(cell))).join("\t")
    );
    return lines.join("\n");
  }

  /** The cells of a range as exact JSON: a value if it is one cell, otherwise a list of rows, each on a line. */
  json({ row, rows, column, columns }: CellRange): string {
    const lines = this.#result.rows.slice(row, row + rows).map((cells) => {
      return JSON.stringify(cells.slice(column, column + columns).map((cell) => toExactValue(cell)));
    });
    return rows * columns === 1 ? lines[0]!.slice(1, -1) : `[${lines.join(",\n")}]`;
  }

  /** The next cell with a text, in reading order, going on from the other end; null if no cell has it. */
  find({ text, row, column, by }: FindRequest): CellPlace | null {
    const { columns, rows } = this.#result, wanted = text.toLowerCase(), all = columns.length * rows.length;
    if (wanted === "" || all === 0) return null;
    const start = row * columns.length + column;
    for (let step = 1; step <= all; step++) {
      const at = (((start + by * step) % all) + all) % all;
      const place = { row: Math.floor(at / columns.length), column: at % columns.length };
      if (copiedText(rows[place.row]![place.column] ?? null).toLowerCase().includes(wanted)) return place;
    }
    return null;
  }
}

function columnsOf({ columns, rows }: QueryResultDto): HeadColumn[] {
  const measured = rows.slice(0, MEASURED_ROWS);
  return columns.map((column, at) => {
    const name = shownLine(column.name), typeName = shownLine(column.typeName), isPrimaryKey = column.isPrimaryKey;
    const longest = measured.reduce(
      (widest, cells) => Math.max(widest, cellText(cells[at] ?? null).text.length),
      // Between them a blank, and the key with its own, which is twice as wide.
      name.length + typeName.length + (isPrimaryKey ? 6 : 3),
    );
    const characters = Math.min(Math.max(longest, MIN_WIDTH), MAX_WIDTH);
    return { name, type: typeName, isKey: isPrimaryKey, characters };
  });
}

function isResult(value: unknown): value is QueryResultDto {
  return typeof value === "object" && value !== null && "columns" in value && "rows" in value;
}

function quoted(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
