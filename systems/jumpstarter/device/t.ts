/**
 * Makes schemas.
 *
 * @module
 */
import { kindOf, Misfit, misfit, Schema, type TypeOf } from "./schema.ts";

function plain<T>(type: string, json: string): Schema<T> {
  return new Schema<T>({ expected: type, json: { type: json } }, (value, place) => {
    if (kindOf(value) === type) return value as T;
    throw misfit(place, type, value);
  });
}

/** The object that a record of schemas describes. */
export type ObjectOf<Fields extends Readonly<Record<string, Schema<unknown>>>> =
  & { [Key in keyof Fields as undefined extends TypeOf<Fields[Key]> ? never : Key]: TypeOf<Fields[Key]> }
  & { [Key in keyof Fields as undefined extends TypeOf<Fields[Key]> ? Key : never]?: TypeOf<Fields[Key]> };

function object<const Fields extends Readonly<Record<string, Schema<unknown>>>>(
  fields: Fields,
): Schema<ObjectOf<Fields>> {
  const required = Object.keys(fields).filter((key) => !fields[key]!.facts.isOptional);
  const properties = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.facts.json]));
  return new Schema<ObjectOf<Fields>>({
    expected: "object",
    json: { type: "object", properties, required, additionalProperties: false },
  }, (value, place) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw misfit(place, "object", value);
    const given = value as Record<string, unknown>;
    for (const key of Object.keys(given)) {
      if (Object.hasOwn(fields, key)) continue;
      throw new Misfit(`${place}.${key}`, `unknown key; the keys are ${Object.keys(fields).join(", ") || "none"}`);
    }
    const checked = Object.entries(fields).map(([key, field]) => [key, field.check(given[key], `${place}.${key}`)]);
    return Object.fromEntries(checked) as ObjectOf<Fields>;
  });
}

function list<T>(item: Schema<T>): Schema<T[]> {
  return new Schema<T[]>({ expected: "list", json: { type: "array", items: item.facts.json } }, (value, place) => {
    if (!Array.isArray(value)) throw misfit(place, "list", value);
    return value.map((one, index) => item.check(one, `${place}[${index}]`));
  });
}

function map<T>(item: Schema<T>): Schema<Record<string, T>> {
  const json = { type: "object", additionalProperties: item.facts.json };
  return new Schema<Record<string, T>>({ expected: "object", json }, (value, place) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw misfit(place, "object", value);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, item.check(one, `${place}.${key}`)]));
  });
}

function choice<const T extends string>(choices: readonly T[]): Schema<T> {
  const expected = `one of ${choices.join(", ")}`;
  return new Schema<T>({ expected, json: { enum: choices } }, (value, place) => {
    const found = choices.find((one) => one === value);
    if (found !== undefined) return found;
    if (typeof value !== "string") throw misfit(place, expected, value);
    throw new Misfit(place, `expected ${expected}, got ${JSON.stringify(value)}`);
  });
}

/** Left out, and null, is undefined. */
function optional<T>(schema: Schema<T>): Schema<T | undefined> {
  return new Schema<T | undefined>(
    { ...schema.facts, expected: `${schema.facts.expected} or null`, isOptional: true },
    (value, place) => value === undefined || value === null ? undefined : schema.check(value, place),
  );
}

/** Left out, and null, is a default. */
function withDefault<T>(schema: Schema<T>, value: T): Schema<T> {
  const json = { ...schema.facts.json, default: value };
  return new Schema<T>(
    { ...schema.facts, json, isOptional: true },
    (given, place) => given === undefined || given === null ? value : schema.check(given, place),
  );
}

function integer(): Schema<number> {
  return new Schema<number>({ expected: "integer", json: { type: "integer" } }, (value, place) => {
    // The wire has doubles only: 1 comes as 1.0.
    if (typeof value === "number" && Number.isSafeInteger(value)) return value;
    if (typeof value === "number") throw new Misfit(place, `expected integer, got ${value}`);
    throw misfit(place, "integer", value);
  });
}

function handle<T>(resource: "source" | "sink"): Schema<T> {
  const json = { type: "object", "x-resource": resource };
  return new Schema<T>({ expected: "handle of a resource", resource, json }, (value, place) => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as T;
    throw misfit(place, "handle of a resource", value);
  });
}

/** All further arguments of a call, as a list: for the last schema of a method only. */
export function rest<T>(item: Schema<T>): Schema<T[]> {
  const all = list(item);
  return new Schema<T[]>({ ...all.facts, isOptional: true, isRest: true }, (value, place) => all.check(value, place));
}

/** Makes schemas of arguments and configurations. */
export const t = {
  /** Text. */
  string: (): Schema<string> => plain<string>("string", "string"),
  /** A number. */
  number: (): Schema<number> => plain<number>("number", "number"),
  /** A whole number; doubles that are whole are taken. */
  integer: integer as () => Schema<number>,
  /** True or false. */
  boolean: (): Schema<boolean> => plain<boolean>("boolean", "boolean"),
  /** Anything that the wire has. */
  any: (): Schema<unknown> => new Schema<unknown>({ expected: "value", json: {} }, (value) => value ?? null),
  /** A list of values of one kind. */
  list: list as <T>(item: Schema<T>) => Schema<T[]>,
  /** An object with any keys, and values of one kind. */
  map: map as <T>(item: Schema<T>) => Schema<Record<string, T>>,
  /** An object with these keys, and no other. */
  object: object as <const Fields extends Readonly<Record<string, Schema<unknown>>>>(
    fields: Fields,
  ) => Schema<ObjectOf<Fields>>,
  /** One of these texts. */
  enum: choice as <const T extends string>(choices: readonly T[]) => Schema<T>,
  /** May be left out or null. */
  optional: optional as <T>(schema: Schema<T>) => Schema<T | undefined>,
  /** May be left out or null, and is a default then. */
  default: withDefault as <T>(schema: Schema<T>, value: T) => Schema<T>,
  /** The bytes of a client's file, decoded: what `flash` takes. */
  source: (): Schema<ReadableStream<Uint8Array>> => handle<ReadableStream<Uint8Array>>("source"),
  /** Takes bytes for a client's file: what `dump` takes. */
  sink: (): Schema<WritableStream<Uint8Array>> => handle<WritableStream<Uint8Array>>("sink"),
} as const;
