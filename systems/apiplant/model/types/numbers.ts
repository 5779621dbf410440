/** Int, BigInt and Float. */
import { isRawNumber } from "../../json/exact_number.ts";
import type { Json } from "../../json/json.ts";
import { fault, type Faults } from "../problem.ts";
import type { Check, TypeRow } from "./check.ts";

/** The bounds of integers that clients with doubles keep. */
export const INT: { readonly min: number; readonly max: number } = {
  min: Number.MIN_SAFE_INTEGER,
  max: Number.MAX_SAFE_INTEGER,
};
/** The bounds of 64-bit signed integers. */
const BIG_INT: { readonly min: bigint; readonly max: bigint } = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** Integers that a double holds. */
export const int: TypeRow = {
  members: ["min", "max"],
  order: "numbers",
  unique: true,
  bounds: "values",
  compile(field): Check {
    const within = bounds(field.min ?? INT.min, field.max ?? INT.max);
    return (value) => {
      if (typeof value === "bigint") return within(value);
      if (typeof value !== "number" || !Number.isInteger(value)) return fault("type", "must be an integer", "integer");
      return within(value + 0);
    };
  },
  schema: ({ min, max }) => ({ type: "integer", minimum: min ?? INT.min, maximum: max ?? INT.max }),
};

/** 64-bit integers: a number of JSON with any number of digits, or a string of digits. */
export const bigInt: TypeRow = {
  members: ["min", "max"],
  order: "numbers",
  unique: true,
  bounds: "values",
  compile(field): Check {
    const within = bounds(field.min ?? BIG_INT.min, field.max ?? BIG_INT.max);
    return (value) => {
      const integer = integerOf(value);
      if (integer === null) return fault("type", "must be an integer, or a string of its digits", "integer");
      const checked = within(integer);
      return typeof checked === "bigint" ? compact(checked) : checked;
    };
  },
  schema: ({ min, max }) => ({
    type: ["integer", "string"],
    format: "int64",
    pattern: "^-?(0|[1-9][0-9]{0,18})$",
    minimum: min ?? BIG_INT.min,
    maximum: max ?? BIG_INT.max,
  }),
};

/** Doubles. */
export const float: TypeRow = {
  members: ["min", "max"],
  order: "numbers",
  unique: false,
  bounds: "values",
  compile(field): Check {
    const within = bounds(field.min ?? -Infinity, field.max ?? Infinity);
    return (value) => {
      const double = doubleOf(value);
      if (double === null) return fault("type", "must be a number", "number");
      if (!Number.isFinite(double)) return fault("max", "must be a number that a double can hold", Number.MAX_VALUE);
      return within(double);
    };
  },
  schema: ({ min, max }) => ({
    type: "number",
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
  }),
};

/** A number as the double next to it, or `null` for other values. */
export function doubleOf(value: Json): number | null {
  if (typeof value === "number") return value + 0;
  if (typeof value === "bigint") return Number(value);
  return isRawNumber(value) ? Number(value.rawJSON) : null;
}

/** An integer as it is kept: a number if it is safe, else a bigint. So an integer has one form. */
export function compact(integer: bigint): number | bigint {
  return integer >= INT.min && integer <= INT.max ? Number(integer) : integer;
}

function integerOf(value: Json): bigint | null {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : null;
  return typeof value === "string" && /^-?(0|[1-9]\d{0,18})$/.test(value) ? BigInt(value) : null;
}

function bounds<T extends number | bigint>(
  min: number | bigint,
  max: number | bigint,
): (value: T) => T | Faults {
  return (value) => {
    if (value < min) return fault("min", `must be at least ${min}`, min);
    if (value > max) return fault("max", `must be at most ${max}`, max);
    return value;
  };
}
