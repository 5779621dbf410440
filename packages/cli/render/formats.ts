/**
 * The formats of `query --format`.
 *
 * @module
 */
import { counted } from "@fluxwire/command";
import type { Output } from "@fluxwire/command";
import type { QueryResultDto, Value } from "@fluxwire/wire";
import { cellText, isNull, rawText } from "./cell.ts";
import { toPlain } from "./plain_json.ts";
import { fittedTable, type Rows } from "./table.ts";
import { verticalLines } from "./vertical.ts";

/** The names of the formats. */
export const FORMATS = ["table", "csv", "tsv", "jsonl", "markdown", "vertical"] as const;

/** A format. */
export type Format = typeof FORMATS[number];

/** Formats for people, which end with a line that counts the rows. */
const COUNTED: ReadonlySet<Format> = new Set<Format>(["table", "vertical"]);

/** What a result is written with. */
export interface FormatOptions {
  /** The format. */
  format: Format;
  /**
   * Whether a table has whole cells, however wide the terminal is.
   *
   * @default {false}
   */
  isWide?: boolean;
}

/** Whether a format is for people, and its rows are counted in a last line. */
export function isCounted(format: Format): boolean {
  return COUNTED.has(format);
}

/**
 * Writes a result: its text if that is its shape, otherwise its rows. A table fits the terminal's width, as rows of lines if
 * it has too many columns for one; a pipe and `isWide` get whole cells.
 */
export function writeResult(output: Output, result: QueryResultDto, { format, isWide = false }: FormatOptions): void {
  if (result.textBody != null) return output.line(result.textBody);
  if (result.columns.length === 0) return;
  const options = {
    maxWidth: isWide ? null : output.columns,
    paintNull: (text: string) => output.paint(text, "dim"),
  };
  switch (format) {
    case "table":
      return lines(output, fittedTable(result, options) ?? verticalLines(result, options));
    case "vertical":
      return lines(output, verticalLines(result, options));
    case "markdown":
      return lines(output, markdownLines(result));
    case "jsonl":
      return lines(output, jsonLines(result));
    case "csv":
      return data(output, separatedLines(result, ",", csvField));
    case "tsv":
      return data(output, separatedLines(result, "\t", tsvField));
  }
}

/** The size of a result: `4 rows`, `1 row affected`. */
export function outcomeText({ affectedRows, columns, rawBytes, rows }: QueryResultDto): string {
  const affected = affectedRows == null ? null : affectedText(affectedRows);
  if (rawBytes != null) return counted(rawBytes.length, "byte");
  const count = counted(rows.length, "row");
  if (affected === null) return count;
  return columns.length === 0 ? affected : affectedRows === 0n ? count : `${count}, ${affected}`;
}

/** `1 row affected`. */
export function affectedText(rows: bigint): string {
  return `${rows} ${rows === 1n ? "row" : "rows"} affected`;
}

function lines(output: Output, lines: Iterable<string>): void {
  for (const line of lines) output.line(line);
}

/** Programs get data as they are; a terminal obeys no control of them. */
function data(output: Output, lines: Iterable<string>): void {
  for (const line of lines) {
    if (output.columns === null) output.write(`${line}\n`);
    else output.line(line);
  }
}

function* jsonLines({ columns, rows }: Rows): Generator<string> {
  const names = distinct(columns.map(({ name }) => name));
  for (const row of rows) {
    yield JSON.stringify(Object.fromEntries(names.map((name, at) => [name, toPlain(row[at] ?? null)])));
  }
}

/** The names, each once: an object has no two members of one name, and a join often has two columns `id`. */
function distinct(names: readonly string[]): string[] {
  const used = new Set(names), seen = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let number = 2; seen.has(own); number++) if (!used.has(`${name}_${number}`)) own = `${name}_${number}`;
    used.add(own);
    seen.add(own);
    return own;
  });
}

function* separatedLines({ columns, rows }: Rows, separator: string, field: (v: Value) => string): Generator<string> {
  yield columns.map(({ name }) => field(name)).join(separator);
  for (const row of rows) yield columns.map((_, at) => field(row[at] ?? null)).join(separator);
}

/** Nothing for null, as for PostgreSQL's COPY: an empty text is quoted. */
function csvField(value: Value): string {
  if (isNull(value)) return "";
  const text = rawText(value);
  return text === "" || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const TSV_ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** `\N` for null, as for PostgreSQL's COPY. */
function tsvField(value: Value): string {
  return isNull(value) ? "\\N" : rawText(value).replace(/[\\\t\n\r]/g, (character) => TSV_ESCAPES[character]!);
}

function markdownLines({ columns, rows }: Rows): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const head = line(columns.map(({ name }) => markdownCell(name)));
  const rule = line(columns.map(() => "---"));
  return [head, rule, ...rows.map((row) => line(columns.map((_, at) => markdownCell(row[at] ?? null))))];
}

function markdownCell(value: Value): string {
  if (isNull(value)) return cellText(value);
  const lines = typeof value === "string" ? value.split("\n") : [value];
  return lines.map((line) => cellText(line).replace(/[\\`*_<>|[\]]/g, "\\$&")).join("<br>");
}
