/**
 * Values of the primitive types, edges first.
 *
 * @module
 */
import type { Value } from "@fluxwire/wire";
import { type Draw, onceIn, oneOf } from "./draw.ts";

const NUMBERS = [0, 1, 127, 128, 250, 251, 255, 256, 16_383, 16_384, 65_535];
const U32S = [...NUMBERS, 65_536, 2 ** 28 - 1, 2 ** 28, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
const BIGS = [...U32S.map(BigInt), 2n ** 32n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n];
const FLOATS = [0, -0, 1.5, -1, NaN, Infinity, -Infinity, 5e-324, Number.MAX_VALUE, 2 ** 53, 0.1];
const SINGLES = [0, -0, 0.5, NaN, Infinity, -Infinity, 2 ** -149, Math.fround(3.4e38), Math.fround(0.1)];
const CHARACTERS = ["a", "`", "\0", "\u007f", "\u0080", "é", "\u07ff", "\u0800", "€", "\uffff", "😀", "\u{10ffff}"];
const TEXTS = [
  "",
  "a",
  "plain text",
  "\0",
  "\ufeffmark first",
  "naïve 😀 текст",
  "x".repeat(63),
  "x".repeat(64),
  "é".repeat(70),
  "line\r\n\u2028",
  '"\\',
  "__proto__",
];
const TAGGED = ["Json", "Decimal", "DateTime", "Date", "Time", "ObjectId", "Unsupported"] as const;
/** Texts at the edges of times: DBFlux holds parsed times, so no host can send another text in their place. */
const TEMPORAL_TEXTS: Readonly<Record<"DateTime" | "Date" | "Time", readonly string[]>> = {
  DateTime: [
    "1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59.999999999Z",
    "2024-02-29T23:59:60Z",
    "2024-01-02T03:04:05+14:00",
    "2024-01-02T03:04:05.000000001-11:30",
    "+12024-01-02T03:04:05Z",
    "-0001-12-31T23:59:59Z",
  ],
  Date: ["1970-01-01", "2024-02-29", "0000-01-01", "9999-12-31", "+12024-01-02", "-0001-12-31", "+262142-12-31"],
  Time: ["00:00:00", "23:59:59.999999999", "23:59:60", "23:59:60.999999999", "03:04:05.000006"],
};

/** 64 random bits. */
function bits(draw: Draw): bigint {
  return BigInt(draw.integer(0, 0xffff_ffff)) << 32n | BigInt(draw.integer(0, 0xffff_ffff));
}

/** A u16. */
export function u16(draw: Draw): number {
  return onceIn(draw, 2) ? oneOf(draw, NUMBERS) : draw.integer(0, 65_535);
}

/** A u32. */
export function u32(draw: Draw): number {
  return onceIn(draw, 2) ? oneOf(draw, U32S) : draw.integer(0, 0xffff_ffff);
}

/** A u64. */
export function u64(draw: Draw): bigint {
  return onceIn(draw, 2) ? oneOf(draw, [...BIGS, 2n ** 63n, 2n ** 64n - 1n]) : bits(draw);
}

/** An i64. */
export function i64(draw: Draw): bigint {
  if (onceIn(draw, 2)) return BigInt.asIntN(64, bits(draw));
  const edge = oneOf(draw, BIGS);
  return onceIn(draw, 2) ? edge : -edge - 1n;
}

/** A number that 32 bits hold exactly. */
export function f32(draw: Draw): number {
  return onceIn(draw, 2) ? oneOf(draw, SINGLES) : Math.fround((draw.integer(0, 0xffff_ffff) - 2 ** 31) / 1000);
}

/** A number. */
export function f64(draw: Draw): number {
  return onceIn(draw, 2) ? oneOf(draw, FLOATS) : (draw.integer(0, 0xffff_ffff) - 2 ** 31) / 1000;
}

/** One character. */
export function char(draw: Draw): string {
  return oneOf(draw, CHARACTERS);
}

/** A text. */
export function text(draw: Draw): string {
  if (onceIn(draw, 2)) return oneOf(draw, TEXTS);
  return Array.from({ length: draw.integer(0, 12) }, () => char(draw)).join("");
}

/** A uuid in lower case, as it is decoded. */
export function uuid(draw: Draw): string {
  const hex = (bits(draw) << 64n | bits(draw)).toString(16).padStart(32, "0");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** A byte string. */
export function bytes(draw: Draw): Uint8Array {
  return Uint8Array.from({ length: draw.integer(0, onceIn(draw, 8) ? 300 : 5) }, () => draw.integer(0, 255));
}

function tagged(draw: Draw, type: typeof TAGGED[number]): Value {
  const isTemporal = type === "DateTime" || type === "Date" || type === "Time";
  return { type, value: isTemporal ? oneOf(draw, TEMPORAL_TEXTS[type]) : text(draw) };
}

/** A database value, nested at most so many levels deep. */
export function value(draw: Draw, levels = 3): Value {
  switch (draw.integer(0, levels > 0 ? 8 : 6)) {
    case 0:
      return null;
    case 1:
      return onceIn(draw, 2);
    case 2:
      return i64(draw);
    case 3:
      return f64(draw);
    case 4:
      return text(draw);
    case 5:
      return bytes(draw);
    case 6:
      return tagged(draw, oneOf(draw, TAGGED));
    case 7:
      return Array.from({ length: draw.integer(0, 3) }, () => value(draw, levels - 1));
  }
  return new Map(Array.from({ length: draw.integer(0, 3) }, () => [text(draw), value(draw, levels - 1)]));
}
