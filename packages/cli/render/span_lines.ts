/**
 * Annotated bytes as text: offset, bytes, field path, type and value, one line each.
 *
 * @module
 */
import { type MalformedError, type Span, spanText } from "@fluxwire/wire";
import { type AnnotatedBytes, announcedLength } from "./annotated.ts";
import { columnLines } from "./columns.ts";
import { type Fold, foldSpans, isFold } from "./span_folding.ts";

const BYTES_PER_LINE = 16;
/** The most lines of a span; a longer one shows one line less, and how many bytes follow. */
const MAX_LINES = 4;

type Row = [offset: string, bytes: string, path: string, type: string, value: string];

/**
 * The lines for people. Offsets count from the start of the payload: the length prefix is at -4.
 *
 * @param showsAll Whether long spans and lists are shown in full.
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

function spanRows(span: Span, payload: Uint8Array, showsAll: boolean): Row[] {
  const { offset, length, path, type } = span;
  const lines = Math.ceil(length / BYTES_PER_LINE);
  const shown = showsAll || lines <= MAX_LINES ? lines : MAX_LINES - 1;
  const rows: Row[] = [[String(offset), hexLine(payload, offset, length), path, type, spanText(span)]];
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

/** The faulty bytes, what was expected there, and how many bytes follow. */
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
