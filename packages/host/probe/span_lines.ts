/**
 * Annotated bytes as text: offset, bytes, field path, type and value, one line each.
 *
 * @module
 */
import { describe, type MalformedError, type Span } from "jsr:@fluxwire/wire@^0.1.0";
import { type AnnotatedBytes, announcedLength } from "./annotated.ts";
import { columnLines } from "./columns.ts";
import { escapeControl } from "./failure.ts";
import { type Fold, foldSpans, isFold } from "./span_folding.ts";

const BYTES_PER_LINE = 16;
/** A longer span shows one line less, and how many bytes are left. */
const MAX_LINES = 4;
const MAX_VALUE_CHARACTERS = 60;
const FLAGS = "flags of ";

type Row = [offset: string, bytes: string, path: string, type: string, value: string];

/**
 * The lines for people. Offsets count from the start of the payload: the length before it stands at -4.
 *
 * @param showsAll Whether long spans and lists are shown as a whole.
 */
export function spanLines(annotated: AnnotatedBytes, { showsAll = false }: { showsAll?: boolean } = {}): string[] {
  const { prefix, payload, spans, omitted, error } = annotated;
  const rows: Row[] = [["offset", "bytes", "path", "type", "value"]];
  if (prefix !== null) rows.push(["-4", spaced(prefix), "", "length", String(announcedLength(prefix))]);
  for (const shown of showsAll ? spans : foldSpans(spans)) {
    rows.push(...(isFold(shown) ? [foldRow(shown)] : spanRows(shown, payload, showsAll)));
  }
  if (omitted > 0) rows.push(["", `… ${omitted} more values`, "", "", ""]);
  if (error !== null) rows.push(...errorRows(error, payload));
  const offsetWidth = Math.max(...rows.map(([offset]) => offset.length));
  return columnLines(rows.map(([offset, ...cells]) => [offset.padStart(offsetWidth), ...cells]));
}

/** What a span says, in one line. */
export function valueText({ type, value }: Pick<Span, "type" | "value">): string {
  if (type === "option tag") return value === true ? "present" : "absent";
  if (type === "left out") return "";
  if (typeof value === "bigint" && type.startsWith(FLAGS)) return flagsText(type.slice(FLAGS.length), value);
  if (value instanceof Uint8Array) return cut(`0x${value.subarray(0, MAX_VALUE_CHARACTERS).toHex()}`);
  if (typeof value === "string" && !type.startsWith("variant")) return cut(quoted(value));
  return Object.is(value, -0) ? "-0" : String(value);
}

/** The number, and the names of the flags that some layout has. */
function flagsText(set: string, value: bigint): string {
  const description = describe(set);
  const flags = description?.kind === "flags" ? description.flags : [];
  const names = flags.filter(({ bit }) => value >> BigInt(bit) & 1n).map(({ name }) => name);
  return [`0x${value.toString(16)}`, ...names].join(" ");
}

function spanRows(span: Span, payload: Uint8Array, showsAll: boolean): Row[] {
  const { offset, length, path, type } = span;
  const lines = Math.ceil(length / BYTES_PER_LINE);
  const shown = showsAll || lines <= MAX_LINES ? lines : MAX_LINES - 1;
  const rows: Row[] = [[String(offset), hexLine(payload, offset, length), path, type, valueText(span)]];
  for (let line = 1; line < shown; line++) {
    const at = offset + line * BYTES_PER_LINE;
    rows.push([String(at), hexLine(payload, at, offset + length - at), "", "", ""]);
  }
  if (shown < lines) rows.push(["", `… ${length - shown * BYTES_PER_LINE} more bytes`, "", "", ""]);
  return rows;
}

function foldRow({ first, last, count }: Fold): Row {
  const bytes = last.offset + last.length - first.offset;
  return [String(first.offset), `… ${bytes} bytes, ${count} values`, `${first.path} to ${last.path}`, "", ""];
}

/** What stands at fault, with what was expected there, and how much comes after it. */
function errorRows({ offset, path, reason }: MalformedError, payload: Uint8Array): Row[] {
  const left = payload.length - offset;
  const rows: Row[] = [[String(offset), hexLine(payload, offset, left), path, "error", reason]];
  if (left > BYTES_PER_LINE) rows.push(["", `… ${left - BYTES_PER_LINE} more bytes`, "", "", ""]);
  return rows;
}

function hexLine(bytes: Uint8Array, offset: number, length: number): string {
  return spaced(bytes.subarray(offset, offset + Math.min(length, BYTES_PER_LINE)));
}

function spaced(bytes: Uint8Array): string {
  return bytes.toHex().replace(/..(?=.)/g, "$& ");
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 2 * MAX_VALUE_CHARACTERS)).replace(/\p{Cc}/gu, escapeControl);
}

function cut(text: string): string {
  return text.length <= MAX_VALUE_CHARACTERS ? text : `${text.slice(0, MAX_VALUE_CHARACTERS - 1)}…`;
}
