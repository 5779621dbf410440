/**
 * Rows as an aligned table for a terminal.
 *
 * @module
 */
import { escapeControls } from "@fluxwire/transport/internal";
import type { QueryResultDto, Value } from "@fluxwire/wire";
import { toPlain } from "./plain_json.ts";

/** Longer cells are cut. */
const MAX_CELL_WIDTH = 60;

/** Characters that take two columns: East Asian wide ones and most emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
/** Characters that take none: marks upon others, and joiners. */
const ZERO_WIDTH = /[\p{M}\u200b-\u200f\ufeff]/u;

/** The lines of a table: the columns' names, a rule, the rows. Numbers are aligned to the right. */
export function tableLines({ columns, rows }: Pick<QueryResultDto, "columns" | "rows">): string[] {
  const head = columns.map(({ name }) => cut(name));
  const cells = rows.map((row) => row.map(cellText));
  const widths = head.map((name, column) => Math.max(width(name), ...cells.map((row) => width(row[column] ?? ""))));
  const isRight = head.map((_, column) => rows.length > 0 && rows.every((row) => isNumeric(row[column] ?? null)));
  const line = (texts: readonly string[]) =>
    texts.map((text, i) => pad(text, widths[i] ?? 0, isRight[i] ?? false)).join("  ").trimEnd();
  return [line(head), line(widths.map((columns) => "-".repeat(columns))), ...cells.map(line)];
}

/** A value as one line of text, safe for a terminal. */
export function cellText(value: Value): string {
  if (value === null) return "NULL";
  if (value instanceof Uint8Array) return cut(`0x${value.subarray(0, MAX_CELL_WIDTH).toHex()}`);
  if (typeof value === "object" && "value" in value) return cut(value.value);
  return cut(typeof value === "object" ? JSON.stringify(toPlain(value)) : String(value));
}

/** The width of a text, in a terminal's columns. */
export function width(text: string): number {
  let columns = 0;
  for (const character of text) columns += ZERO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

function isNumeric(value: Value): boolean {
  if (value === null || typeof value === "bigint" || typeof value === "number") return true;
  return typeof value === "object" && "type" in value && value.type === "Decimal";
}

function pad(text: string, columns: number, isRight: boolean): string {
  const gap = " ".repeat(Math.max(0, columns - width(text)));
  return isRight ? gap + text : text + gap;
}

function cut(text: string): string {
  const safe = escapeControls(text.slice(0, 4 * MAX_CELL_WIDTH));
  if (width(safe) <= MAX_CELL_WIDTH && text.length <= 4 * MAX_CELL_WIDTH) return safe;
  let kept = "", columns = 0;
  for (const character of safe) {
    columns += width(character);
    if (columns >= MAX_CELL_WIDTH) break;
    kept += character;
  }
  return `${kept}…`;
}
