/** By which fields instances are found without looking at each. */
import type { Json } from "../../json/json.ts";
import { stringifyExact } from "../../json/stringify.ts";
import type { ModelDefinition } from "../../model/definition.ts";
import type { Instance } from "../../model/instance.ts";
import { uniqueForm } from "../../personal/envelope.ts";
import { valueOf } from "../../model/sorting.ts";

/** Each unique, indexed and referring field, and the fields that are unique together. */
export function indexedFields({ fields, uniqueTogether = [] }: ModelDefinition): (readonly string[])[] {
  const single = Object.entries(fields).filter(([, { unique, index, type }]) =>
    unique || index || type === "Reference"
  );
  return [...single.map(([name]) => [name]), ...uniqueTogether];
}

/** The key of an instance's values; `null` if one of them is null. */
export function equalityKey(instance: Instance, fields: readonly string[]): string | null {
  return keyOfValues(fields.map((field) => valueOf(instance, field)));
}

/** Equal values have equal keys: a bigint and a number of the same value too, and encrypted values of unique fields. `null` if one of them is null. */
export function keyOfValues(found: readonly Json[]): string | null {
  const values = found.map(uniqueForm);
  if (values.includes(null)) return null;
  return values.length === 1 && typeof values[0] === "string" ? values[0] : stringifyExact(values);
}
