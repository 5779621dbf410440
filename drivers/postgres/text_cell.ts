/**
 * Reads cells from the server's text: exactly, or as unchanged text.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { type Cell, type ColumnKind, float, type Value } from "@fluxwire/sdk";
import type { TextKind } from "@fluxwire/sdk/rows";
import { dateCell, momentCell, timeCell } from "@fluxwire/sql";

/** Reads a cell that is not null; a number is a Float. */
export type Reader = (text: string) => Value;

/** How the cells of a type are treated. */
export interface CellKind {
  /** How the host treats values. */
  readonly kind: ColumnKind;
  /** Reads a cell. */
  readonly read: Reader;
  /** The kind of cell that the server's text is as it stands; null if it must be read. */
  readonly text: TextKind | null;
}

function read(kind: ColumnKind, read: Reader): CellKind {
  return { kind, read, text: null };
}

function asIs(kind: ColumnKind, text: TextKind): CellKind {
  return { kind, read: text === "Text" ? (value) => value : (value) => ({ type: text, value }), text };
}

const INTEGER = read("Integer", BigInt), FLOAT = read("Float", Number), TEXT = asIs("Text", "Text");

/** The kind of all types without another one. */
export const OTHER: CellKind = asIs("Unknown", "Text");

/** The kinds of types by the server's name of the type. */
export const CELL_KINDS: ReadonlyMap<string, CellKind> = new Map<string, CellKind>([
  ["bool", read("Unknown", (text) => text === "t")],
  ["int2", INTEGER],
  ["int4", INTEGER],
  ["int8", INTEGER],
  ["oid", INTEGER],
  ["float4", FLOAT],
  ["float8", FLOAT],
  ["numeric", asIs("Float", "Decimal")],
  ["json", asIs("Unknown", "Json")],
  ["jsonb", asIs("Unknown", "Json")],
  ["bytea", read("Unknown", toBytes)],
  ["date", read("Timestamp", dateCell)],
  ["time", read("Unknown", timeCell)],
  ["timestamp", asIs("Timestamp", "Text")],
  ["timestamptz", read("Timestamp", momentCell)],
  ...["text", "varchar", "bpchar", "name", "char"].map((name) => [name, TEXT] as const),
]);

/** The cell of a value. */
export function toCell(value: Value): Cell {
  if (typeof value === "number") return float(value);
  return Array.isArray(value) ? value.map(toCell) : value;
}

/** Bytes, in either of the server's formats. */
function toBytes(text: string): Uint8Array {
  if (text.startsWith("\\x")) return fromHex(text.slice(2));
  const characters = text.replace(
    /\\(\\|\d{3})/g,
    (_, sign) => sign === "\\" ? sign : String.fromCharCode(parseInt(sign, 8)),
  );
  return new Uint8Array(Buffer.from(characters, "latin1"));
}

/** Short ones share a buffer: one of its own would take much longer. */
function fromHex(digits: string): Uint8Array {
  const length = digits.length >> 1, { buffer, byteOffset } = Buffer.allocUnsafe(length);
  const bytes = new Uint8Array(buffer, byteOffset, length);
  bytes.setFromHex(digits);
  return bytes;
}
