/** Values of instances as texts, so that the page loses no digit of them. */
import type { ModelProblem, ModelValues } from "@fluxwire/console/api";
import { isObject } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { JsonTextError, parseExact } from "../json/parse.ts";
import { stringifyExact } from "../json/stringify.ts";
import type { FieldType } from "../model/definition.ts";

/** The types whose values are texts; those of all others stand as JSON. */
export const TEXT_TYPES: ReadonlySet<string> = new Set<FieldType>([
  "String",
  "BigInt",
  "Date",
  "Time",
  "DateTime",
  "UUID",
  "IP",
  "Bytes",
  "Reference",
]);

/** The types of fields, by their names. */
export type FieldTypes = Readonly<Record<string, string>>;

/** Values of an instance's data. */
export function valuesOf(data: JsonObject): ModelValues {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, textOf(value)]));
}

/** A value as text: a string as it is, an instance in place of its id with its id first, all else as JSON. */
function textOf(value: Json): string | null {
  if (value === null || typeof value === "string") return value;
  if (isObject(value) && typeof value.id === "string" && isObject(value.data)) {
    return `${value.id} ${stringifyExact(value.data)}`;
  }
  return stringifyExact(value);
}

/** What {@link dataOf} came to: data, or the texts that are no JSON. */
export type Data = { readonly data: JsonObject } | { readonly problems: readonly ModelProblem[] };

/** Data of values, as requests have it. Values that are no texts are taken as they are. */
export function dataOf(values: Readonly<Record<string, unknown>>, types: FieldTypes): Data {
  const problems: ModelProblem[] = [];
  const members = Object.entries(values).map(([name, value]): [string, Json] => {
    if (typeof value !== "string" || TEXT_TYPES.has(types[name] ?? "")) return [name, value as Json];
    try {
      return [name, parseExact(value)];
    } catch (error) {
      if (!(error instanceof JsonTextError)) throw error;
      problems.push({ path: name, message: `must be JSON: ${error.reason}`, line: null, column: error.offset + 1 });
      return [name, null];
    }
  });
  return problems.length > 0 ? { problems } : { data: Object.fromEntries(members) };
}
