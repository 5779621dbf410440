/** Models, hooks and instances as rows. */
import { createHash } from "node:crypto";
import type { Json, JsonObject } from "../../../json/json.ts";
import { parseExact, STORED_DEPTH } from "../../../json/parse.ts";
import { stringifyExact } from "../../../json/stringify.ts";
import type { HookDefinition, ModelDefinition, StoredModel } from "../../../model/definition.ts";
import type { Instance } from "../../../model/instance.ts";
import { equalityKey, indexedFields } from "../../model/indexed_fields.ts";
import { integerIn, type Parameter, textIn } from "./sql_session.ts";
import { type Body, placeOf } from "./tables.ts";

const BODY: readonly string[] = ["model", "place", "revision", "bytes", "data"];

/** The columns of each table, in the order in which rows are written. */
export const COLUMNS: Readonly<Record<"model" | "hook" | "instance" | "equal", readonly string[]>> = {
  model: [...BODY, "version", "defined_at"],
  hook: BODY,
  instance: [...BODY, "id", "model_version", "created_at", "updated_at"],
  equal: ["model", "digest", "place"],
};

/** The columns that {@link modelOf} and {@link instanceOf} read besides the text. */
export const OWN: Readonly<Record<"model" | "instance", readonly string[]>> = {
  model: ["revision", "defined_at"],
  instance: ["revision", "id", "model_version", "created_at", "updated_at"],
};

function body(model: string, place: string, revision: number, content: Json): Parameter[] {
  const data = stringifyExact(content);
  return [model, place, revision, new TextEncoder().encode(data).length, data];
}

/** Where a version of a model stands among all of them. */
export function modelPlace(id: string, version: number): string {
  return `${placeOf(id)}.${String(version).padStart(16, "0")}`;
}

/** The row of a version of a model. */
export function modelRow({ definition, revision, definedAt }: StoredModel): Parameter[] {
  const { id, version } = definition;
  return [...body(id, modelPlace(id, version), revision, definition as unknown as Json), version, definedAt];
}

/** The version of a model that a row is. */
export function modelOf({ data, own }: Body): StoredModel {
  const definition = parseExact(data, STORED_DEPTH) as unknown as ModelDefinition;
  return { definition, revision: integerIn(own[0]), definedAt: integerIn(own[1]) };
}

/** The row of a hook. */
export function hookRow(of: string, hook: HookDefinition): Parameter[] {
  return body(of, hook.hook, hook.revision, hook as unknown as Json);
}

/** The hook that a row is. */
export function hookOf({ data }: Body): HookDefinition {
  return parseExact(data, STORED_DEPTH) as unknown as HookDefinition;
}

/** The row of an instance. */
export function instanceRow(model: string, instance: Instance): Parameter[] {
  const { id, revision, modelVersion, createdAt, updatedAt, data } = instance;
  return [...body(model, placeOf(id), revision, data), id, modelVersion, createdAt, updatedAt];
}

/** The instance that a row is. */
export function instanceOf({ data, own }: Body): Instance {
  return {
    id: textIn(own[1]),
    revision: integerIn(own[0]),
    modelVersion: integerIn(own[2]),
    createdAt: textIn(own[3]),
    updatedAt: textIn(own[4]),
    data: parseExact(data, STORED_DEPTH) as JsonObject,
  };
}

/** What finds an instance by equal values: a row for each of its indexed fields that is not null. */
export function equalRows(definition: ModelDefinition, instance: Instance): Parameter[][] {
  return indexedFields(definition).flatMap((fields) => {
    const key = equalityKey(instance, fields);
    return key === null ? [] : [[definition.id, digestOf(fields, key), placeOf(instance.id)]];
  });
}

/** Values as one short text: databases limit the length of what they index. */
export function digestOf(fields: readonly string[], key: string): string {
  return createHash("sha256").update(`${fields.join()}\0${key.toWellFormed()}`).digest("hex");
}
