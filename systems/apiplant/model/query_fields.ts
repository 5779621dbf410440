/** The fields that lists can name, and the operators of each. */
import { Refusal } from "../commit/refusal.ts";
import type { Json } from "../json/json.ts";
import type { Field, FieldType, ModelDefinition } from "./definition.ts";
import { FIELD_TYPES, RESERVED } from "./field_types.ts";
import { nearest } from "./nearest.ts";
import { Faults } from "./problem.ts";
import type { Operator } from "./query.ts";
import { shortened } from "./validate.ts";

/** Every operator. */
export const OPERATORS: readonly Operator[] = [
  "eq",
  "ne",
  "lt",
  "lte",
  "gt",
  "gte",
  "in",
  "nin",
  "contains",
  "starts",
  "null",
];

const EQUALITY: readonly Operator[] = ["eq", "ne", "in", "nin", "null"];
const TEXTS: readonly FieldType[] = ["String", "Reference"];

/** Which fields may be named: hooks may name all, clients not those that are hidden. */
export type Visibility = "all" | "not hidden";

/** Refuses a query (400 `query`), with what is wrong in it. */
export function wrongQuery(message: string, details: Json): Refusal {
  return new Refusal("query", message, details);
}

/** The field or reserved member of a name. Hidden fields count as unknown to clients. */
export function queryField(model: ModelDefinition, name: string, parameter: string, visibility: Visibility): Field {
  if (Object.hasOwn(RESERVED, name)) return RESERVED[name]!;
  const field = Object.hasOwn(model.fields, name) ? model.fields[name]! : null;
  if (field?.personal === true && parameter !== "fields" && parameter !== "expand") {
    throw wrongQuery(`\`${parameter}\` names ${name}, which is personal: its values are encrypted`, {
      parameter,
      field: name,
    });
  }
  if (field !== null && !(field.hidden === true && visibility === "not hidden")) return field;
  const known = [...visibleFields(model, visibility), ...Object.keys(RESERVED)], close = nearest(name, known);
  const hint = close === null ? "" : `: did you mean ${close}?`;
  throw wrongQuery(`\`${parameter}\` names ${shortened(name)}, which is not a field of ${model.id}${hint}`, {
    parameter,
    field: shortened(name),
  });
}

/** The names of a model's fields. */
function visibleFields(model: ModelDefinition, visibility: Visibility): string[] {
  return Object.entries(model.fields).flatMap(([name, { hidden }]) => {
    return hidden === true && visibility === "not hidden" ? [] : [name];
  });
}

/** The operators that a field's type has. */
function operatorsOf({ type }: Field): readonly Operator[] {
  if (TEXTS.includes(type)) return OPERATORS;
  if (FIELD_TYPES[type].order !== null) return OPERATORS.filter((op) => op !== "contains" && op !== "starts");
  if (type === "Bytes") return EQUALITY;
  return type === "List" ? ["contains", "null"] : ["null"];
}

/** The operand of a condition, in the form in which values are stored. */
export function operandOf(field: Field, op: Operator, value: Json, parameter: string, name: string): Json {
  const wrong = (wanted: string) =>
    wrongQuery(`\`${parameter}\` compares ${name} by ${op}, whose value ${wanted}`, { parameter, field: name });
  if (!operatorsOf(field).includes(op)) {
    throw wrongQuery(
      `\`${parameter}\` compares ${name} by ${op}, and fields of type ${field.type} have ${
        operatorsOf(field).join(", ")
      }`,
      { parameter, field: name, op },
    );
  }
  if (op === "null") {
    if (typeof value !== "boolean") throw wrong("must be true or false");
    return value;
  }
  const type: Field = field.type === "List" ? field.of! : field, check = FIELD_TYPES[type.type].compile(bare(type));
  const checked = (one: Json): Json => {
    if (one === null) return null;
    if (op === "starts" || op === "contains" && field.type !== "List") {
      if (typeof one !== "string") throw wrong("must be a string");
      return one;
    }
    const result = check(one);
    if (result instanceof Faults) throw wrong(result.list[0]!.message);
    return result;
  };
  if (op !== "in" && op !== "nin") return checked(value);
  if (!Array.isArray(value)) throw wrong("must be a list");
  if (value.length > MAX_VALUES) throw wrong(`must have at most ${MAX_VALUES} items`);
  return value.map(checked);
}

const MAX_VALUES = 500;

/** A field without limits: a filter may ask for values that no instance can have. */
function bare({ type, model, of }: Field): Field {
  return { type, ...(model === undefined ? {} : { model }), ...(of === undefined ? {} : { of: bare(of) }) };
}
