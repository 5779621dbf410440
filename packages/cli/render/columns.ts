/**
 * Lines of aligned text, for anything but query results.
 *
 * @module
 */
import { width, wrap } from "./width.ts";

/** What stands between two columns. */
const GAP = "  ";
/** A last column is never made narrower to fit. */
const MIN_LAST = 16;

/**
 * The rows as lines: each column as wide as its widest cell, two spaces apart, without columns that have no text.
 *
 * @param maxWidth The width to fit into, in columns: the last cell of a row goes on in further lines. Null for one line each.
 */
export function columnLines(rows: readonly (readonly string[])[], maxWidth: number | null = null): string[] {
  const widths = rows.reduce<number[]>((widths, row) => {
    row.forEach((cell, column) => widths[column] = Math.max(widths[column] ?? 0, width(cell)));
    return widths;
  }, []);
  const pad = (cell: string, column: number) => cell + " ".repeat(widths[column]! - width(cell));
  return rows.flatMap((row) => {
    const shown = row.map((cell, column) => ({ cell, column })).filter(({ column }) => widths[column]! > 0);
    const last = shown.pop();
    if (last === undefined) return [""];
    const head = shown.map(({ cell, column }) => pad(cell, column) + GAP).join(""), margin = width(head);
    const room = maxWidth === null ? Infinity : Math.max(MIN_LAST, maxWidth - margin);
    const lines = width(last.cell) <= room ? [last.cell] : wrap(last.cell, room);
    return lines.map((line, at) => `${at === 0 ? head : " ".repeat(margin)}${line}`.trimEnd());
  });
}
