/**
 * Rows as a block of lines each, one line for each column.
 *
 * @module
 */
import { escapeControls, escapeWithinLines } from "@fluxwire/transport/internal";
import { cellText, isNull } from "./cell.ts";
import type { Rows, TableOptions } from "./table.ts";
import { pad, width, wrap } from "./width.ts";

/** The lines of every row: its number, then the name and the value of each column. Lines of a text stay lines. */
export function verticalLines({ columns, rows }: Rows, options: TableOptions = {}): string[] {
  const { maxWidth = null, paintNull = (text) => text } = options;
  const names = columns.map(({ name }) => escapeControls(name));
  const margin = names.reduce((widest, name) => Math.max(widest, width(name)), 0);
  const room = maxWidth === null ? Infinity : Math.max(1, maxWidth - margin - 3);
  return rows.flatMap((row, at) => [
    `-- row ${at + 1} --`,
    ...names.flatMap((name, column) => {
      const value = row[column] ?? null;
      const text = typeof value === "string" && value.includes("\n") ? escapeWithinLines(value) : cellText(value);
      return text.split("\n").flatMap((line) => wrap(line, room)).map((line, at) =>
        `${pad(at === 0 ? name : "", margin)} | ${isNull(value) ? paintNull(line) : line}`.trimEnd()
      );
    }),
  ]);
}
