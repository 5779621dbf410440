/** How stored instances follow a new version of their model. */
import type { Json, JsonObject } from "../json/json.ts";
import { isRawNumber } from "../json/exact_number.ts";
import { stringifyExact } from "../json/stringify.ts";
import type { FieldType, MigrationStep, ModelDefinition } from "./definition.ts";

/**
 * The data of an instance under a new version: the steps of its migration in order, then the defaults of fields that the data
 * does not have. A value that a step cannot convert becomes null: changes that would lose one are refused before their event.
 */
export function migrateData(data: JsonObject, definition: ModelDefinition): JsonObject {
  const migrated = new Map(Object.entries(data));
  for (const step of definition.migration ?? []) takeStep(migrated, step);
  for (const [name, field] of Object.entries(definition.fields)) {
    if (field.default !== undefined && !migrated.has(name)) migrated.set(name, field.default);
  }
  return Object.fromEntries(migrated);
}

/** Whether a new version changes stored data at all. */
export function changesData(definition: ModelDefinition): boolean {
  return (definition.migration?.length ?? 0) > 0 ||
    Object.values(definition.fields).some((field) => field.default !== undefined);
}

function takeStep(data: Map<string, Json>, step: MigrationStep): void {
  if ("rename" in step) {
    const value = data.get(step.rename);
    if (value === undefined) return;
    data.delete(step.rename);
    data.set(step.to, value);
  } else if ("set" in step) data.set(step.set, step.value);
  else if ("drop" in step) data.delete(step.drop);
  else {
    const value = data.get(step.convert);
    if (value !== undefined) data.set(step.convert, convertValue(value, step.to) ?? null);
  }
}

/** The value as one of another type, or `undefined` if that would lose something. Null stays null. */
export function convertValue(value: Json, to: FieldType): Json | undefined {
  if (value === null) return null;
  return CONVERSIONS[to]?.(value);
}

type Conversion = (value: Json) => Json | undefined;

const integer = (least: bigint, greatest: bigint): Conversion => (value) => {
  const number = toInteger(value);
  if (number === undefined || number < least || number > greatest) return undefined;
  return Number.isSafeInteger(Number(number)) ? Number(number) : number;
};

const SAFE = 2n ** 53n - 1n;

const CONVERSIONS: Readonly<Partial<Record<FieldType, Conversion>>> = {
  Bool: (value) => value === true || value === "true" ? true : value === false || value === "false" ? false : undefined,
  Int: integer(-SAFE, SAFE),
  BigInt: integer(-(2n ** 63n), 2n ** 63n - 1n),
  Float: (value) => {
    if (typeof value === "number") return value;
    if (typeof value === "bigint") return BigInt(Number(value)) === value ? Number(value) : undefined;
    return typeof value === "string" && String(Number(value)) === value && Number.isFinite(Number(value))
      ? Number(value)
      : undefined;
  },
  String: (value) => {
    if (typeof value === "string") return value;
    return typeof value === "object" && !isRawNumber(value) ? undefined : stringifyExact(value);
  },
  JSON: (value) => value,
  List: (value) => Array.isArray(value) ? value : [value],
};

function toInteger(value: Json): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : undefined;
  return typeof value === "string" && /^-?(0|[1-9]\d*)$/.test(value) ? BigInt(value) : undefined;
}
