/**
 * Rows as an aligned table.
 *
 * @module
 */
import { escapeControls } from "@fluxwire/transport/internal";
import type { QueryResultDto } from "@fluxwire/wire";
import { cellText, isNull, isNumeric } from "./cell.ts";
import { pad, width, wrap } from "./width.ts";

/** What a table shows of a result. */
export type Rows = Pick<QueryResultDto, "columns" | "rows">;

/** How a table is drawn. */
export interface TableOptions {
  /**
   * The width to fit into, in columns; null for whole cells on one line each.
   *
   * @default {null}
   */
  maxWidth?: number | null;
  /**
   * Paints the cells without a value.
   *
   * @default {as they are}
   */
  paintNull?: (text: string) => string;
}

/** What stands between two columns. */
const GAP = "  ";
/** A column is never made narrower to fit. */
const MIN_COLUMN = 8;
/** A cell that needs more lines is cut. */
const MAX_CELL_LINES = 20;

/**
 * The lines of a table: the columns' names, a rule, the rows. Numbers are aligned to the right. Cells too long for the
 * width go on in further lines; a single column is never wrapped.
 *
 * @returns The lines; null if the columns cannot be made narrow enough.
 */
export function fittedTable({ columns, rows }: Rows, options: TableOptions = {}): string[] | null {
  const { maxWidth = null, paintNull = (text) => text } = options;
  const head = columns.map(({ name }) => escapeControls(name));
  const cells = rows.map((row) => row.map(cellText));
  const natural = head.map((name, column) =>
    cells.reduce((widest, row) => Math.max(widest, width(row[column] ?? "")), width(name))
  );
  const isRight = head.map((_, column) => rows.length > 0 && rows.every((row) => isNumeric(row[column] ?? null)));
  const widths = maxWidth === null || head.length === 1 ? natural : fit(natural, maxWidth, isRight);
  if (widths === null) return null;
  const lines = (texts: readonly string[], paint: (text: string, column: number) => string = (text) => text) => {
    const parts = texts.map((text, column) => cellLines(text, widths[column] ?? Infinity));
    const height = parts.reduce((most, { length }) => Math.max(most, length), 1);
    return Array.from(
      { length: height },
      (_, at) => parts.map((part, i) => paint(pad(part[at] ?? "", widths[i] ?? 0, isRight[i]), i)).join(GAP).trimEnd(),
    );
  };
  const row = (texts: readonly string[], at: number) =>
    lines(texts, (text, column) => isNull(rows[at]![column] ?? null) ? paintNull(text) : text);
  const rule = widths.map((columns) => "-".repeat(Math.min(columns, maxWidth ?? columns)));
  return [...lines(head), ...lines(rule), ...cells.flatMap(row)];
}

/**
 * The widest columns made narrower until all fit; null if they cannot. Numbers stay whole as long as the other columns have
 * enough to give: a number in two lines reads as two.
 */
function fit(natural: readonly number[], maxWidth: number, isNumber: readonly boolean[]): number[] | null {
  const room = maxWidth - GAP.length * (natural.length - 1);
  const others = natural.filter((_, at) => !isNumber[at]);
  const left = narrowed(others, room - natural.reduce((sum, columns, at) => isNumber[at] ? sum + columns : sum, 0));
  return left === null ? narrowed(natural, room) : natural.map((columns, at) => isNumber[at] ? columns : left.shift()!);
}

/** The widest made narrower until their sum fits; null if it cannot. */
function narrowed(natural: readonly number[], space: number): number[] | null {
  let room = space;
  if (room < natural.reduce((sum, columns) => sum + Math.min(columns, MIN_COLUMN), 0)) return null;
  const widths: number[] = [];
  const narrowFirst = natural.map((columns, at) => ({ columns, at })).toSorted((a, b) => a.columns - b.columns);
  for (const [done, { columns, at }] of narrowFirst.entries()) {
    const share = Math.floor(room / (natural.length - done));
    widths[at] = Math.min(columns, share);
    room -= widths[at];
  }
  return widths;
}

function cellLines(text: string, columns: number): string[] {
  if (width(text) <= columns) return [text];
  const lines = wrap(text, columns, MAX_CELL_LINES + 1);
  return lines.length <= MAX_CELL_LINES ? lines : [...lines.slice(0, MAX_CELL_LINES), "…"];
}
