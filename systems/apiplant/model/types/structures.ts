/** Null, Bool, JSON, Location and List. */
import { isObject } from "../../json/equal.ts";
import type { Json } from "../../json/json.ts";
import { stringifyExact } from "../../json/stringify.ts";
import { schemaCheck } from "../json_schema.ts";
import { fault, Faults, MAX_PROBLEMS, type Problem } from "../problem.ts";
import type { Check, TypeRow } from "./check.ts";
import { doubleOf } from "./numbers.ts";

/** The default limits of JSON in bytes, and of lists in items. */
export const MAX_JSON = 65_536;
const MAX_ITEMS = 100;

const plain = { members: [], order: null, unique: false, bounds: null } as const;

/** Only null. */
export const nothing: TypeRow = {
  ...plain,
  compile: () => () => fault("type", "must be null", "null"),
  schema: () => ({ type: "null" }),
};

/** True or false. */
export const bool: TypeRow = {
  ...plain,
  order: "booleans",
  compile: () => (value) => typeof value === "boolean" ? value : fault("type", "must be true or false", "boolean"),
  schema: () => ({ type: "boolean" }),
};

/** Any JSON, with or without a JSON Schema. */
export const json: TypeRow = {
  ...plain,
  members: ["schema", "max"],
  bounds: "counts",
  compile({ schema, max }): Check {
    const limit = Number(max ?? MAX_JSON);
    const check = schema === undefined ? null : schemaCheck(schema);
    return (value) => {
      if (byteLength(value) > limit) return fault("max", `must be at most ${limit} bytes of JSON`, limit);
      return check?.(value) ?? value;
    };
  },
  schema: ({ schema }) => isObject(schema) ? schema : schema === false ? { not: {} } : {},
};

/** A place on Earth in degrees. */
export const location: TypeRow = {
  ...plain,
  compile: () => (value) => {
    if (!isObject(value)) return fault("type", 'must be an object with "lat" and "lon"', "object");
    const problems: Problem[] = [];
    const degrees = (name: "lat" | "lon", limit: number): number => {
      const double = Object.hasOwn(value, name) ? doubleOf(value[name]!) : null, path = `/${name}`;
      if (double === null) {
        problems.push({ path, code: "type", message: "must be a number of degrees", wanted: "number" });
      } else if (double < -limit) {
        problems.push({ path, code: "min", message: `must be at least ${-limit}`, wanted: -limit });
      } else if (double > limit) {
        problems.push({ path, code: "max", message: `must be at most ${limit}`, wanted: limit });
      }
      return double ?? 0;
    };
    const place = { lat: degrees("lat", 90), lon: degrees("lon", 180) };
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(place, name)) {
        problems.push({ path: `/${name}`, code: "unknown", message: "is not part of a place" });
      }
    }
    return problems.length === 0 ? place : new Faults(problems);
  },
  schema: () => ({
    type: "object",
    required: ["lat", "lon"],
    properties: {
      lat: { type: "number", minimum: -90, maximum: 90 },
      lon: { type: "number", minimum: -180, maximum: 180 },
    },
    additionalProperties: false,
  }),
};

/** A row for lists; `compile` and `schema` make those of the items. */
export function list(row: (field: NonNullable<Parameters<TypeRow["compile"]>[0]["of"]>) => TypeRow): TypeRow {
  return {
    ...plain,
    members: ["of", "max"],
    bounds: "counts",
    compile({ of, max }): Check {
      const limit = Number(max ?? MAX_ITEMS), check = row(of!).compile(of!);
      return (value) => {
        if (!Array.isArray(value)) return fault("type", "must be an array", "array");
        if (value.length > limit) return fault("max", `must have at most ${limit} items`, limit);
        return items(value, check, of!.type === "Null");
      };
    },
    schema: ({ of, max }) => ({ type: "array", items: row(of!).schema(of!), maxItems: max ?? MAX_ITEMS }),
  };
}

function items(values: readonly Json[], check: Check, nulls: boolean): Json | Faults {
  const checked: Json[] = [], problems: Problem[] = [];
  for (const [at, value] of values.entries()) {
    const one = value !== null ? check(value) : nulls ? null : fault("required", "must not be null");
    if (one instanceof Faults) {
      problems.push(...one.list.map((problem) => ({ ...problem, path: `/${at}${problem.path}` })));
    } else checked.push(one);
    if (problems.length >= MAX_PROBLEMS) break;
  }
  return problems.length === 0 ? checked : new Faults(problems);
}

const encoder = new TextEncoder();

/** The size of a value's text, in bytes of UTF-8. */
function byteLength(value: Json): number {
  return encoder.encode(stringifyExact(value)).length;
}
