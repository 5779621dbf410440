/**
 * Writes cells from the server's bytes into encoded rows, without a text or a value for each.
 *
 * @module
 */
import type { Value } from "@fluxwire/sdk";
import type { RowEncoder, TextKind } from "@fluxwire/sdk/rows";
import { exactNumber, hexBytes, isDay, utcMoment } from "./ascii_cell.ts";
import type { CellCursor } from "./data_rows.ts";
import { type Reader, READERS } from "./text_cell.ts";

/** Writes the cell behind which a cursor stands. */
export type CellWriter = (cell: CellCursor, rows: RowEncoder) => void;

/** The most digits of an integer that a number holds exactly. */
const SAFE_DIGITS = 15;

/** The writers of types by the server's name of the type; they write what {@link READERS} read. */
export const WRITERS: ReadonlyMap<string, CellWriter> = new Map<string, CellWriter>([
  ["int2", writeInteger],
  ["int4", writeInteger],
  ["int8", writeInteger],
  ["oid", writeInteger],
  ["float4", writeFloat],
  ["float8", writeFloat],
  ["numeric", textWriter("Decimal")],
  ["json", textWriter("Json")],
  ["jsonb", textWriter("Json")],
  ["bytea", writeBytes],
  ["date", writeDay],
  ["timestamptz", writeMoment],
  ...["bool", "time"].map((name) => [name, plainWriter(READERS.get(name)!)] as const),
]);

/** Writes a text of some kind as it is. */
export function textWriter(kind: TextKind): CellWriter {
  return ({ bytes, from, at }, rows) => rows.utf8(kind, bytes, from, at);
}

/** Writes what a reader makes of the text. */
function plainWriter(read: Reader): CellWriter {
  return (cell, rows) => rows.cell(read(cell.text()) as Value);
}

function writeInteger(cell: CellCursor, rows: RowEncoder): void {
  const { bytes, from, at } = cell, first = bytes[from] === 0x2d ? from + 1 : from;
  if (at - first > SAFE_DIGITS) return rows.cell(BigInt(cell.text()));
  let value = 0;
  for (let i = first; i < at; i++) value = 10 * value + bytes[i]! - 0x30;
  rows.safeInteger(first > from && value > 0 ? -value : value);
}

function writeFloat(cell: CellCursor, rows: RowEncoder): void {
  rows.cell(exactNumber(cell.bytes, cell.from, cell.at) ?? Number(cell.text()));
}

function writeBytes(cell: CellCursor, rows: RowEncoder): void {
  rows.cell(hexBytes(cell.bytes, cell.from, cell.at) ?? READERS.get("bytea")!(cell.text()) as Value);
}

function writeDay({ bytes, from, at }: CellCursor, rows: RowEncoder): void {
  rows.utf8(isDay(bytes, from, at) ? "Date" : "Text", bytes, from, at);
}

function writeMoment(cell: CellCursor, rows: RowEncoder): void {
  const moment = utcMoment(cell.bytes, cell.from, cell.at);
  if (moment === null) rows.cell(READERS.get("timestamptz")!(cell.text()) as Value);
  else rows.utf8("DateTime", moment, 0, moment.length);
}
