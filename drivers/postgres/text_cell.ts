/**
 * Reads cells from the server's text: exactly, or as unchanged text.
 *
 * @module
 */
import { type Cell, decimal, float, json } from "@fluxwire/sdk";
import { dateCell, momentCell, timeCell } from "@fluxwire/sql";

/** Reads a cell that is not null. */
export type Reader = (text: string) => Cell;

/** Returns the text unchanged. */
export const asText: Reader = (text) => text;

/** The readers of types that are not text, by the server's name of the type. */
export const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["bool", (text) => text === "t"],
  ["int2", BigInt],
  ["int4", BigInt],
  ["int8", BigInt],
  ["oid", BigInt],
  ["float4", (text) => float(Number(text))],
  ["float8", (text) => float(Number(text))],
  ["numeric", decimal],
  ["json", json],
  ["jsonb", json],
  ["bytea", toBytes],
  ["date", dateCell],
  ["time", timeCell],
  ["timestamptz", momentCell],
]);

/** Bytes, in either of the server's formats. */
function toBytes(text: string): Uint8Array {
  if (text.startsWith("\\x")) return Uint8Array.fromHex(text.slice(2));
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
