/** Numbers of JSON, kept digit for digit. */
import type { RawNumber } from "./json.ts";

/** What the types of the language do not know yet: `JSON.rawJSON`, and the reviver's third argument. */
const native = JSON as unknown as {
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
};

/** A text without a match has only numbers that a double holds: at most 15 digits, and an exponent below 100. */
const INEXACT = /[\d.]{16}|\d[eE][+-]?\d{3}/;

/** Whether a text of JSON may hold numbers that no double holds. */
export function mayBeInexact(text: string): boolean {
  return INEXACT.test(text);
}

/** The number that `source` is: a double, a bigint if it is an integer beyond 2^53 - 1, else raw. */
export function exactNumber(source: string, double: number): number | bigint | RawNumber {
  if (/^-?\d+$/.test(source)) return Number.isSafeInteger(double) ? double : BigInt(source);
  return Number.isFinite(double) && digits(source) === digits(String(double)) ? double : native.rawJSON(source);
}

/** A value that `JSON.stringify` writes as this number. */
export function rawNumber(text: string): RawNumber {
  return native.rawJSON(text);
}

/** Whether a value is a number that was kept as its text. */
export function isRawNumber(value: unknown): value is RawNumber {
  return native.isRawJSON(value);
}

/** Significant digits and their power of ten: equal texts are equal numbers. */
function digits(source: string): string {
  const [mantissa, exponent = "0"] = source.toLowerCase().split("e") as [string, string?];
  const [whole, fraction = ""] = mantissa.replace("-", "").split(".") as [string, string?];
  const all = (whole + fraction).replace(/^0+/, "");
  const kept = all.replace(/0+$/, "");
  if (kept === "") return "0";
  const power = Number(exponent) - fraction.length + (all.length - kept.length);
  return `${mantissa.startsWith("-") ? "-" : ""}${kept}e${power}`;
}
