/** What a definition asks of instances beside each other: unique values and references. */
import type { Json, JsonObject } from "../json/json.ts";
import { memberOf } from "../json/member.ts";
import type { Field, ModelDefinition } from "./definition.ts";

/** Lists of fields whose values together are unique, one for each unique field and each entry of `uniqueTogether`. */
export function uniqueSets(definition: ModelDefinition): readonly (readonly string[])[] {
  const single = Object.entries(definition.fields).filter(([, { unique }]) => unique === true).map(([name]) => [name]);
  return [...single, ...definition.uniqueTogether ?? []];
}

/** The values of unique fields, or `null` if one of them is null: nulls do not collide. */
export function uniqueValues(fields: readonly string[], data: JsonObject): readonly Json[] | null {
  const values = fields.map((name) => memberOf(data, name));
  return values.includes(null) ? null : values;
}

/** A field that refers to instances. */
export interface ReferenceField {
  readonly name: string;
  /** The id of the model that it refers to. */
  readonly model: string;
  readonly onDelete: "restrict" | "cascade" | "null";
  /** Whether it is a list of references. */
  readonly list: boolean;
}

/** The fields that refer to instances. */
export function referenceFields({ fields }: ModelDefinition): readonly ReferenceField[] {
  return Object.entries(fields).flatMap(([name, field]): ReferenceField[] => {
    const list = field.type === "List", one: Field = list ? field.of! : field;
    return one.type === "Reference" ? [{ name, model: one.model!, onDelete: one.onDelete ?? "restrict", list }] : [];
  });
}

/** A reference of an instance. */
export interface Reference {
  /** A JSON pointer into the data. */
  readonly path: string;
  readonly model: string;
  readonly id: string;
}

/** The references in checked data. */
export function referencesOf(definition: ModelDefinition, data: JsonObject): readonly Reference[] {
  return referenceFields(definition).flatMap(({ name, model, list }): Reference[] => {
    const value = memberOf(data, name);
    if (value === null) return [];
    if (!list) return [{ path: `/${name}`, model, id: value as string }];
    return (value as readonly string[]).map((id, at) => ({ path: `/${name}/${at}`, model, id }));
  });
}
