/** String, UUID, Bytes and Reference. */
import type { Json, JsonObject } from "../../json/json.ts";
import type { Field } from "../definition.ts";
import { fault, type Faults } from "../problem.ts";
import type { Check, TypeRow } from "./check.ts";

/** The default limits, in Unicode code points and in bytes. */
const MAX_STRING = 65_536;
export const MAX_BYTES = 65_536;
/** The ids of instances. */
export const INSTANCE_ID: RegExp = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$/;
/** The ids of models. */
export const MODEL_ID: RegExp = /^[a-z][a-z0-9_-]{0,62}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Text, counted in Unicode code points. */
export const string: TypeRow = {
  members: ["min", "max", "pattern", "enum"],
  order: "code points",
  unique: true,
  bounds: "counts",
  compile(field): Check {
    const min = Number(field.min ?? 0), max = Number(field.max ?? MAX_STRING);
    const pattern = field.pattern === undefined ? null : new RegExp(field.pattern, "u");
    const values = field.enum === undefined ? null : new Set<Json>(field.enum);
    return (value) => {
      if (typeof value !== "string") return fault("type", "must be a string", "string");
      if (!value.isWellFormed()) return fault("format", "must not contain half of a surrogate pair", "well-formed");
      if (value.length < min || min > 1 && codePoints(value) < min) {
        return fault("min", `must have at least ${min} ${characters(min)}`, min);
      }
      if (value.length > max && codePoints(value) > max) {
        return fault("max", `must have at most ${max} ${characters(max)}`, max);
      }
      if (pattern !== null && !pattern.test(value)) {
        return fault("pattern", `must match the pattern ${field.pattern}`, field.pattern);
      }
      if (values !== null && !values.has(value)) {
        return fault("enum", `must be one of ${field.enum!.map((one) => JSON.stringify(one)).join(", ")}`, field.enum);
      }
      return value;
    };
  },
  schema: ({ min, max, pattern, enum: values }) => ({
    type: "string",
    ...(min === undefined ? {} : { minLength: min }),
    maxLength: max ?? MAX_STRING,
    ...(pattern === undefined ? {} : { pattern }),
    ...(values === undefined ? {} : { enum: values }),
  }),
};

/** A UUID in lower case. */
export const uuid: TypeRow = {
  members: [],
  order: "code points",
  unique: true,
  bounds: null,
  compile: () => matching(UUID, "a UUID in lower case", "uuid"),
  schema: () => ({ type: "string", format: "uuid" }),
};

/** The id of an instance of another model. Whether it exists is decided where the change lands in the log. */
export const reference: TypeRow = {
  members: ["model", "onDelete"],
  order: "code points",
  unique: true,
  bounds: null,
  compile: ({ model }) => matching(INSTANCE_ID, `the id of an instance of ${model}`, "id"),
  schema: ({ model }): JsonObject => ({
    type: "string",
    pattern: INSTANCE_ID.source,
    description: `The id of an instance of ${model}`,
  }),
};

/** Bytes as base64 with padding. */
export const bytes: TypeRow = {
  members: ["max"],
  order: null,
  unique: false,
  bounds: "counts",
  compile({ max }: Field): Check {
    const limit = Number(max ?? MAX_BYTES);
    return (value) => {
      if (typeof value !== "string") return fault("type", "must be a string of base64", "string");
      const size = base64Size(value);
      if (size === null) return fault("format", "must be base64 with padding, without spaces", "base64");
      return size > limit ? fault("max", `must be at most ${limit} bytes`, limit) : value;
    };
  },
  schema: ({ max }) => ({
    type: "string",
    contentEncoding: "base64",
    maxLength: 4 * Math.ceil(Number(max ?? MAX_BYTES) / 3),
  }),
};

/** A check of strings by a pattern. */
export function matching(pattern: RegExp, what: string, format: string): Check {
  return (value): Json | Faults => {
    if (typeof value !== "string") return fault("type", `must be a string: ${what}`, "string");
    return pattern.test(value) ? value : fault("format", `must be ${what}`, format);
  };
}

/** How many Unicode code points a string has. */
function codePoints(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      count--;
      at++;
    }
  }
  return count;
}

function characters(count: number): string {
  return count === 1 ? "character" : "characters";
}

/** The number of bytes of a text of base64, or `null` if it is not base64. Unused bits must be zero: a value has one text. */
function base64Size(text: string): number | null {
  try {
    const binary = atob(text);
    return btoa(binary) === text ? binary.length : null;
  } catch {
    return null;
  }
}
