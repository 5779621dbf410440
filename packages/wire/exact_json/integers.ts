/**
 * The exact JSON of integers: numbers up to 32 bits and for sets of flags, decimal text above.
 *
 * @module
 */
import { type JsonForm, sameInJson } from "./form.ts";
import { mismatch, MismatchError, quoted } from "./mismatch.ts";
import { jsonInteger } from "./parse.ts";

const DECIMAL = /^(?:0|-?[1-9][0-9]{0,19})$/;

/** An unsigned integer that is also a number in TypeScript. */
function unsigned(expected: string, max: number): JsonForm {
  return sameInJson((value) => {
    if (typeof value !== "number" && typeof value !== "bigint") throw mismatch(expected, value);
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= max) {
      return value === 0 ? 0 : value; // -0 is 0
    }
    throw new MismatchError(`expected ${expected}, found ${value}`);
  });
}

/** A u16. */
export const U16: JsonForm = unsigned("a u16", 0xffff);

/** A u32. */
export const U32: JsonForm = unsigned("a u32", 0xffff_ffff);

/** A set of 32 flags. */
export const FLAGS_32: JsonForm = unsigned("a u32 of flags", 0xffff_ffff);

/** A bigint as decimal text. Also reads safe integers; larger numbers are refused, as they may have been rounded. */
function decimal(expected: string, min: bigint, max: bigint): JsonForm {
  const inRange = (value: bigint): bigint => {
    if (value < min || value > max) throw new MismatchError(`expected ${expected}, found ${value}`);
    return value;
  };
  return {
    toJson(value) {
      if (typeof value === "bigint") return String(inRange(value));
      if (typeof value === "number" && Number.isSafeInteger(value)) return String(inRange(BigInt(value)));
      throw mismatch(`${expected} as bigint`, value);
    },
    fromJson(json) {
      if (typeof json === "string") {
        if (DECIMAL.test(json)) return inRange(BigInt(json));
        throw new MismatchError(`expected ${expected} in decimal, found ${quoted(json)}`);
      }
      if (typeof json !== "number" && typeof json !== "bigint") throw mismatch(`${expected} in decimal`, json);
      if (Number.isSafeInteger(json)) return inRange(BigInt(json));
      throw new MismatchError(`expected ${expected} as decimal text, found the number ${json}`);
    },
  };
}

/** A signed 64-bit integer. */
export const I64: JsonForm = decimal("an i64", -(2n ** 63n), 2n ** 63n - 1n);

/** An unsigned 64-bit integer. */
export const U64: JsonForm = decimal("a u64", 0n, 2n ** 64n - 1n);

function flags(value: bigint): bigint {
  if (value < 0n || value >= 2n ** 64n) throw new MismatchError(`expected a u64 of flags, found ${value}`);
  return value;
}

/** A set of 64 flags: a JSON integer, even beyond 2^53. */
export const FLAGS_64: JsonForm = {
  toJson(value) {
    if (typeof value !== "bigint") throw mismatch("a u64 of flags as bigint", value);
    return jsonInteger(flags(value));
  },
  fromJson(json) {
    if (typeof json === "bigint") return flags(json);
    if (typeof json !== "number") throw mismatch("a u64 of flags", json);
    if (Number.isSafeInteger(json)) return flags(BigInt(json));
    throw new MismatchError(`expected a u64 of flags, found ${json}`);
  },
};
