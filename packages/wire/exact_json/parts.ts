/**
 * The exact JSON of types that contain others: options, lists, pairs, maps, and types that contain themselves.
 *
 * @module
 */
import { DEFAULT_LIMITS } from "../limits.ts";
import type { JsonForm } from "./form.ts";
import { keyStep, mismatch, MismatchError, objectOf, within } from "./mismatch.ts";
import { textOf } from "./texts.ts";

/**
 * The depth of the next level.
 *
 * @throws {MismatchError} if `depth` allows no further level.
 */
export function oneDeeper(depth: number): number {
  if (depth === 0) throw new MismatchError(`nested deeper than maxDepth ${DEFAULT_LIMITS.maxDepth}`);
  return depth - 1;
}

/** A value, or null; a missing key is null. */
export function optionForm(of: JsonForm): JsonForm {
  return {
    toJson: (value, depth) => value === null || value === undefined ? null : of.toJson(value, depth),
    fromJson: (json, depth) => json === null || json === undefined ? null : of.fromJson(json, depth),
  };
}

function each(list: unknown, convert: (element: unknown, depth: number) => unknown, depth: number): unknown[] {
  if (!Array.isArray(list)) throw mismatch("a list", list);
  const converted = new Array<unknown>(list.length);
  let i = 0;
  try {
    for (; i < list.length; i++) converted[i] = convert(list[i], depth);
  } catch (error) {
    throw within(error, `[${i}]`);
  }
  return converted;
}

/** An array. */
export function listForm(of: JsonForm): JsonForm {
  return {
    toJson: (value, depth) => each(value, of.toJson, depth),
    fromJson: (json, depth) => each(json, of.fromJson, depth),
  };
}

/** An array of two. */
export function pairForm(first: JsonForm, second: JsonForm): JsonForm {
  const both = (pair: unknown, direction: "toJson" | "fromJson", depth: number): unknown[] => {
    if (!Array.isArray(pair)) throw mismatch("a list of 2", pair);
    if (pair.length !== 2) throw new MismatchError(`expected a list of 2, found ${pair.length}`);
    let i = 0;
    return each(pair, (element) => (i++ === 0 ? first : second)[direction](element, depth), depth);
  };
  return {
    toJson: (value, depth) => both(value, "toJson", depth),
    fromJson: (json, depth) => both(json, "fromJson", depth),
  };
}

/**
 * A Map as an object.
 *
 * JavaScript moves keys that look like array indexes to the front. If there are such keys, all keys are sorted in the
 * wire's order, by code points (PROTOCOL.md#primitives).
 */
export function mapForm(of: JsonForm): JsonForm {
  return {
    toJson(value, depth) {
      if (!(value instanceof Map)) throw mismatch("a Map", value);
      // Without a prototype, `__proto__` is a normal key.
      const json: Record<string, unknown> = Object.create(null);
      for (const [key, entry] of value) {
        try {
          json[textOf(key, "text as key")] = of.toJson(entry, depth);
        } catch (error) {
          throw within(error, keyStep(String(key)));
        }
      }
      return json;
    },
    fromJson(json, depth) {
      const object = objectOf(json, "an object");
      const keys = Object.keys(object);
      if (/^[0-9]+$/.test(keys[0] ?? "")) keys.sort(byCodePoints);
      const map = new Map<string, unknown>();
      for (const key of keys) {
        try {
          map.set(textOf(key, "text as key"), of.fromJson(object[key], depth));
        } catch (error) {
          throw within(error, keyStep(key));
        }
      }
      return map;
    },
  };
}

function byCodePoints(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return a.codePointAt(i)! - b.codePointAt(i)!;
  }
  return a.length - b.length;
}

/** A type without values; `why` is the error. */
export function impossibleForm(why: string): JsonForm {
  const refuse = () => {
    throw new MismatchError(why);
  };
  return { toJson: refuse, fromJson: refuse };
}
