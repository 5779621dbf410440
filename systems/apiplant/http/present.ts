/** Models, hooks and instances as answers have them. */
import type { Json, JsonObject } from "../json/json.ts";
import { presentModel } from "../model/change.ts";
import type { Field, HookDefinition, HookName, ModelDefinition, StoredModel } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import { wrongQuery } from "../model/query_fields.ts";

/** A model with the names of its hooks. */
export function presentStored(model: StoredModel, hooks: readonly HookName[]): JsonObject {
  return presentModel(model, hooks);
}

/** A hook. */
export function presentHook({ hook, kind, language, source, name, options, revision }: HookDefinition): JsonObject {
  const members = { hook, kind, language, source, name, options, revision };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JsonObject;
}

/**
 * An instance without these fields; `erased` stands in it if values of personal fields were erased.
 *
 * @param bigint `string` for fields of type BigInt as strings of digits, which languages with doubles read without loss.
 */
export function presentInstance(
  definition: ModelDefinition,
  instance: Instance,
  bigint: string | null,
  hidden: ReadonlySet<string>,
): JsonObject {
  if (bigint !== null && bigint !== "string" && bigint !== "number") {
    throw wrongQuery("`bigint` must be string or number", { parameter: "bigint" });
  }
  const { id, revision, modelVersion, createdAt, updatedAt, erased } = instance;
  const data = visibleData(definition, instance.data, bigint === "string", hidden);
  return { id, revision, modelVersion, createdAt, updatedAt, data, ...erased && { erased } };
}

function visibleData(
  { fields }: ModelDefinition,
  data: JsonObject,
  digits: boolean,
  hidden: ReadonlySet<string>,
): JsonObject {
  if (hidden.size === 0 && !(digits && Object.values(fields).some(hasBigInt))) return data;
  return Object.fromEntries(
    Object.entries(data).flatMap(([name, value]): [string, Json][] => {
      if (hidden.has(name)) return [];
      const field = Object.hasOwn(fields, name) ? fields[name]! : null;
      return [[name, digits && field !== null && hasBigInt(field) ? withDigits(value) : value]];
    }),
  );
}

function hasBigInt({ type, of }: Field): boolean {
  return type === "BigInt" || of?.type === "BigInt";
}

function withDigits(value: Json): Json {
  if (Array.isArray(value)) return value.map(withDigits);
  return value === null ? null : String(value);
}
