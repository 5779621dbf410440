/** Filters as clients and hooks write them. */
import { isObject } from "../json/equal.ts";
import type { Json } from "../json/json.ts";
import { parseExact } from "../json/parse.ts";
import type { Field, ModelDefinition } from "./definition.ts";
import type { Filter, Operator } from "./query.ts";
import { operandOf, OPERATORS, queryField, type Visibility, wrongQuery } from "./query_fields.ts";

/** How many conditions a filter may have. */
const MAX_CONDITIONS = 200;
const PARAMETER = "filter";

/**
 * A filter of JSON: `{"title": "a", "views": {"gt": 5}, "or": [...], "not": {...}}`. Members of an object must all hold.
 *
 * @throws {Refusal} `query`, naming the field or operator.
 */
export function parseFilter(model: ModelDefinition, filter: Json, visibility: Visibility): Filter {
  const budget = { left: MAX_CONDITIONS };
  return parsed(model, filter, visibility, budget);
}

function parsed(model: ModelDefinition, filter: Json, visibility: Visibility, budget: { left: number }): Filter {
  if (!isObject(filter)) throw wrongQuery("`filter` must be an object of JSON", { parameter: PARAMETER });
  const all = Object.entries(filter).flatMap(([name, value]): Filter[] => {
    if (name === "not") return [{ not: parsed(model, value, visibility, budget) }];
    if (name !== "and" && name !== "or") return conditions(model, name, value, visibility, budget);
    if (!Array.isArray(value) || value.length === 0) {
      throw wrongQuery(`\`filter\` must have a list of filters at ${name}`, { parameter: PARAMETER, field: name });
    }
    const parts = value.map((one: Json) => parsed(model, one, visibility, budget));
    return [name === "and" ? { and: parts } : { or: parts }];
  });
  return all.length === 1 ? all[0]! : { and: all };
}

function conditions(
  model: ModelDefinition,
  name: string,
  value: Json,
  visibility: Visibility,
  budget: { left: number },
): Filter[] {
  const field = queryField(model, name, PARAMETER, visibility);
  const pairs = isObject(value)
    ? Object.entries(value)
    : value === null
    ? [["null", true] as const]
    : [["eq", value] as const];
  return pairs.map(([op, operand]) => {
    if (--budget.left < 0) {
      throw wrongQuery(`\`filter\` must have at most ${MAX_CONDITIONS} conditions`, { parameter: PARAMETER });
    }
    return {
      field: name,
      op: operator(op, PARAMETER),
      value: operandOf(field, operator(op, PARAMETER), operand, PARAMETER, name),
    };
  });
}

/** The condition of a parameter `filter[name]=text` or `filter[name][op]=text`. Lists are separated by commas. */
export function parseCondition(
  model: ModelDefinition,
  parameter: string,
  name: string,
  op: string,
  text: string,
  visibility: Visibility,
): Filter {
  const field = queryField(model, name, parameter, visibility), known = operator(op, parameter);
  const values = known === "in" || known === "nin"
    ? text.split(",").map((one) => fromText(field, one))
    : fromText(field, text);
  const operand = known === "null" ? text === "true" || text === "" ? true : text === "false" ? false : text : values;
  return { field: name, op: known, value: operandOf(field, known, operand, parameter, name) };
}

function operator(name: string, parameter: string): Operator {
  const known = OPERATORS.find((one) => one === name);
  if (known !== undefined) return known;
  throw wrongQuery(`\`${parameter}\` has the operator ${name.slice(0, 64)}: use one of ${OPERATORS.join(", ")}`, {
    parameter,
    op: name.slice(0, 64),
  });
}

/** A text as a value of a field's type; what cannot be read stays a text, and the type's check refuses it. */
function fromText({ type, of }: Field, text: string): Json {
  if (type === "List") return fromText(of!, text);
  if (type !== "Bool" && type !== "Int" && type !== "BigInt" && type !== "Float") return text;
  try {
    return parseExact(text);
  } catch {
    return text;
  }
}
