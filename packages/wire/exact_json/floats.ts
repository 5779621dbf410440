/**
 * The exact JSON of floats: numbers, and `{ type: "Float", value }` for values that JSON lacks.
 *
 * @module
 */
import type { JsonForm } from "./form.ts";
import { mismatch, MismatchError, quoted } from "./mismatch.ts";
import { taggedPayload } from "./tagged.ts";

/** `JSON.stringify` turns the first three into null and the last into 0. */
const NAMED = new Map<unknown, number>([["NaN", NaN], ["Infinity", Infinity], ["-Infinity", -Infinity], ["-0", -0]]);

/**
 * The float of a name.
 *
 * @throws {MismatchError} for anything but `NaN`, `Infinity`, `-Infinity` and `-0`.
 */
export function namedFloat(name: unknown): number {
  const named = NAMED.get(name);
  if (named !== undefined) return named;
  const expected = "NaN, Infinity, -Infinity or -0";
  if (typeof name !== "string") throw mismatch(expected, name);
  throw new MismatchError(`expected ${expected}, found ${quoted(name)}`);
}

/** The form of a float type; `fits` checks finite numbers. */
function float(expected: string, fits: (value: number) => boolean): JsonForm {
  const inRange = (value: number): number => {
    if (!fits(value)) throw new MismatchError(`expected ${expected}, found ${value}`);
    return value;
  };
  return {
    toJson(value) {
      if (typeof value !== "number") throw mismatch(expected, value);
      if (Object.is(value, -0)) return { type: "Float", value: "-0" };
      return Number.isFinite(value) ? inRange(value) : { type: "Float", value: String(value) };
    },
    fromJson(json) {
      if (typeof json === "number" || typeof json === "bigint") return inRange(Number(json));
      if (typeof json !== "object" || json === null) throw mismatch(expected, json);
      return taggedPayload(json, "Float", "value", namedFloat);
    },
  };
}

/** A double. */
export const F64: JsonForm = float("an f64", Number.isFinite);

/** A single. */
export const F32: JsonForm = float("an f32", (value) => Number.isFinite(Math.fround(value)));
