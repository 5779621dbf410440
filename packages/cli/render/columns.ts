/**
 * Lines of aligned text, for anything but query results.
 *
 * @module
 */
import { width } from "./width.ts";

/** The rows as lines: each column as wide as its widest cell, two spaces apart, without columns that have no text. */
export function columnLines(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((widths, row) => {
    row.forEach((cell, column) => widths[column] = Math.max(widths[column] ?? 0, width(cell)));
    return widths;
  }, []);
  const pad = (cell: string, column: number) => cell + " ".repeat(widths[column]! - width(cell));
  return rows.map((row) => row.map(pad).filter((_, column) => widths[column]! > 0).join("  ").trimEnd());
}
