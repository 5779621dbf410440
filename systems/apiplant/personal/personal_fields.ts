/** Which fields of a model are data of persons. */
import { uniqueSets } from "../model/constraints.ts";
import type { Field, FieldType, ModelDefinition } from "../model/definition.ts";

/** Types whose values can be encrypted: no reference or file of an instance is among them, since others must find those. */
export const PERSONAL_TYPES: readonly FieldType[] = [
  "Bool",
  "String",
  "Int",
  "BigInt",
  "Float",
  "Date",
  "Time",
  "DateTime",
  "UUID",
  "IP",
  "JSON",
  "Location",
  "Bytes",
  "List",
];

const known = new WeakMap<ModelDefinition, readonly string[]>();
const relaxed = new WeakMap<ModelDefinition, ModelDefinition>();

/** The names of a model's personal fields. */
export function personalFields(definition: ModelDefinition): readonly string[] {
  const names = known.get(definition) ??
    Object.entries(definition.fields).filter(([, { personal }]) => personal === true).map(([name]) => name);
  known.set(definition, names);
  return names;
}

/** Whether a model has personal fields. */
export function isPersonal(definition: ModelDefinition): boolean {
  return personalFields(definition).length > 0;
}

/** The personal fields whose values must be unique, alone or with others. */
export function uniquePersonal(definition: ModelDefinition): ReadonlySet<string> {
  const names = new Set(personalFields(definition));
  return new Set(uniqueSets(definition).flat().filter((name) => names.has(name)));
}

/** The definition as instances follow it whose personal data was erased: no personal field is required. */
export function withoutRequired(definition: ModelDefinition): ModelDefinition {
  if (!isPersonal(definition)) return definition;
  const made = relaxed.get(definition) ?? {
    ...definition,
    fields: Object.fromEntries(
      Object.entries(definition.fields).map(([name, field]): [string, Field] => {
        return [name, field.personal === true ? { ...field, required: false } : field];
      }),
    ),
  };
  relaxed.set(definition, made);
  return made;
}
