/**
 * Reads cells from the server's text: exactly, or as unchanged text.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { type Cell, decimal, float, json, type Value } from "@fluxwire/sdk";
import type { TextKind } from "@fluxwire/sdk/rows";
import { dateCell, momentCell, timeCell } from "@fluxwire/sql";

/** Reads a cell that is not null; a number is a Float. */
export type Reader = (text: string) => Value;

/** Returns the text unchanged. */
export const asText: Reader = (text) => text;

/** The readers of types that are not text, by the server's name of the type. */
export const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["bool", (text) => text === "t"],
  ["int2", BigInt],
  ["int4", BigInt],
  ["int8", BigInt],
  ["oid", BigInt],
  ["float4", Number],
  ["float8", Number],
  ["numeric", decimal],
  ["json", json],
  ["jsonb", json],
  ["bytea", toBytes],
  ["date", dateCell],
  ["time", timeCell],
  ["timestamptz", momentCell],
]);

/** The kinds of types whose texts are cells as they are; those of types without a reader are Text. */
export const TEXT_KINDS: ReadonlyMap<string, TextKind> = new Map([
  ["numeric", "Decimal"],
  ["json", "Json"],
  ["jsonb", "Json"],
]);

/** The cell of a value. */
export function toCell(value: Value): Cell {
  if (typeof value === "number") return float(value);
  return Array.isArray(value) ? value.map(toCell) : value;
}

/** Bytes, in either of the server's formats. */
function toBytes(text: string): Uint8Array {
  if (text.startsWith("\\x")) return fromHex(text.slice(2));
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== "\\") bytes.push(text.charCodeAt(i));
    else if (text[i + 1] === "\\") bytes.push(text.charCodeAt(++i));
    else {
      bytes.push(parseInt(text.slice(i + 1, i + 4), 8));
      i += 3;
    }
  }
  return Uint8Array.from(bytes);
}

/** Short ones share a buffer: one of its own would take much longer. */
function fromHex(digits: string): Uint8Array {
  const length = digits.length >> 1, { buffer, byteOffset } = Buffer.allocUnsafe(length);
  const bytes = new Uint8Array(buffer, byteOffset, length);
  bytes.setFromHex(digits);
  return bytes;
}
