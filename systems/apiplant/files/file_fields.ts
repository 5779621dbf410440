/** Where the data of a model has files. */
import type { Json, JsonObject } from "../json/json.ts";
import { memberOf } from "../json/member.ts";
import type { ModelDefinition } from "../model/definition.ts";
import { type FileValue, isFileValue } from "./stored_file.ts";

/** A file in the data of an instance. */
export interface FoundFile {
  /** The name of its field. */
  readonly field: string;
  /** A JSON pointer to it. */
  readonly path: string;
  readonly value: FileValue;
}

const known = new WeakMap<ModelDefinition, readonly string[]>();

/** The names of the fields that have files. */
export function fileFields(definition: ModelDefinition): readonly string[] {
  const names = known.get(definition) ?? Object.entries(definition.fields)
    .filter(([, { type, of }]) => type === "File" || of?.type === "File").map(([name]) => name);
  known.set(definition, names);
  return names;
}

/** The files of an instance's data. */
export function filesIn(definition: ModelDefinition, data: JsonObject): FoundFile[] {
  return fileFields(definition).flatMap((field) => {
    const value: Json = memberOf(data, field);
    if (!Array.isArray(value)) return isFileValue(value) ? [{ field, path: `/${field}`, value }] : [];
    return (value as readonly Json[]).flatMap((one, at) => {
      return isFileValue(one) ? [{ field, path: `/${field}/${at}`, value: one }] : [];
    });
  });
}
