/**
 * Reads cells from the server's text: exactly, or as unchanged text.
 *
 * @module
 */
import { type Cell, date, decimal, float, json, type TaggedValue, time } from "@fluxwire/sdk";

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
  ["date", toDate],
  ["time", toTime],
  ["timestamptz", toDateTime],
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

/** A date in the years that the wire can carry; others, and `infinity`, stay text. */
function toDate(text: string): Cell {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? date(text) : text;
}

/** A time of day; 24:00:00 is invalid for the host and stays text. */
function toTime(text: string): Cell {
  return /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?$/.test(text) ? time(text) : text;
}

/** A point in time in UTC, with all its digits; `infinity` and years beyond four digits stay text. */
function toDateTime(text: string): TaggedValue | string {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(\.\d{1,6})?([+-])(\d{2})(?::(\d{2}))?(?::(\d{2}))?$/.exec(
    text,
  );
  if (match === null) return text;
  const [, day, clock, fraction = "", sign, hours, minutes = "0", seconds = "0"] = match;
  const offset = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * (sign === "-" ? -1 : 1);
  const utc = new Date(Date.parse(`${day}T${clock}Z`) - offset * 1000).toISOString();
  return /^\d{4}-/.test(utc) ? { type: "DateTime", value: `${utc.slice(0, 19)}${fraction}Z` } : text;
}
