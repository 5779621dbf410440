/**
 * JSON Schemas (2020-12) of fields of type JSON.
 *
 * The library interprets schemas, so it needs neither a compile step nor `new Function`. It ignores what it does not know;
 * `schemaFaults` refuses that at definition.
 */
import { Validator } from "npm:@cfworker/json-schema@4.1.1";
import { isObject } from "../json/equal.ts";
import { isRawNumber } from "../json/exact_number.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { fault, Faults, MAX_PROBLEMS, pointer, type Problem } from "./problem.ts";
import type { Check } from "./types/check.ts";

export { Validator };

type Kind =
  | "schema"
  | "schemas"
  | "schema list"
  | "string"
  | "strings"
  | "number"
  | "count"
  | "boolean"
  | "pattern"
  | "any";

/** Every keyword that has an effect or describes, with what stands behind it. */
const KEYWORDS: Readonly<Record<string, Kind>> = {
  $schema: "string",
  $comment: "string",
  $ref: "string",
  $defs: "schemas",
  type: "any",
  enum: "any",
  const: "any",
  title: "string",
  description: "string",
  default: "any",
  examples: "any",
  deprecated: "boolean",
  readOnly: "boolean",
  writeOnly: "boolean",
  format: "string",
  contentEncoding: "string",
  contentMediaType: "string",
  multipleOf: "number",
  minimum: "number",
  maximum: "number",
  exclusiveMinimum: "number",
  exclusiveMaximum: "number",
  minLength: "count",
  maxLength: "count",
  pattern: "pattern",
  items: "schema",
  prefixItems: "schema list",
  contains: "schema",
  minContains: "count",
  maxContains: "count",
  minItems: "count",
  maxItems: "count",
  uniqueItems: "boolean",
  unevaluatedItems: "schema",
  properties: "schemas",
  patternProperties: "schemas",
  additionalProperties: "schema",
  propertyNames: "schema",
  unevaluatedProperties: "schema",
  required: "strings",
  dependentRequired: "any",
  dependentSchemas: "schemas",
  minProperties: "count",
  maxProperties: "count",
  allOf: "schema list",
  anyOf: "schema list",
  oneOf: "schema list",
  not: "schema",
  if: "schema",
  then: "schema",
  else: "schema",
};
const TYPES: readonly Json[] = ["null", "boolean", "object", "array", "number", "integer", "string"];
/** Errors that only repeat the errors of a part. */
const REPEATING: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
  "items",
  "prefixItems",
  "unevaluatedItems",
  "allOf",
  "$ref",
  "dependentSchemas",
  "then",
  "else",
]);

/** A check by a schema. Values go through it as doubles: only what stands in the value itself keeps its digits. */
export function schemaCheck(schema: JsonObject | boolean): Check {
  const validator = new Validator(plain(schema) as object, "2020-12", false);
  return (value) => {
    const { valid, errors } = validator.validate(plain(value));
    if (valid) return value;
    const own = errors.filter(({ keyword }) => !REPEATING.has(keyword)).slice(0, MAX_PROBLEMS);
    return new Faults((own.length > 0 ? own : errors.slice(0, 1)).map((error): Problem => ({
      path: error.instanceLocation.slice(1),
      code: error.keyword === "required" ? "required" : error.keyword === "false" ? "unknown" : "format",
      message: `does not match the schema at ${error.keywordLocation}`,
      wanted: error.keywordLocation,
    })));
  };
}

/** What is wrong with a schema itself; `null` if it can be used. */
export function schemaFaults(schema: Json): Faults | null {
  const problems: Problem[] = [];
  visit(schema, "", problems);
  if (problems.length > 0) return new Faults(problems.slice(0, MAX_PROBLEMS));
  try {
    // A reference to itself without a step into the value would never end; each branch is tried by a value of its kind.
    for (const value of [null, true, 0, "", [], {}]) schemaCheck(schema as JsonObject | boolean)(value);
    return null;
  } catch (error) {
    return error instanceof RangeError
      ? fault("format", "must not refer to itself without going into a member or an item")
      : fault("reference", "must have `$ref` only to its own parts, such as #/$defs/name");
  }
}

function visit(schema: Json, path: string, problems: Problem[]): void {
  if (typeof schema === "boolean") return;
  const add = (at: string, message: string) => problems.push({ path: at, code: "format", message });
  if (!isObject(schema)) return void add(path, "must be a JSON Schema: an object, true or false");
  for (const [name, value] of Object.entries(schema)) {
    const at = path + pointer(name), kind = Object.hasOwn(KEYWORDS, name) ? KEYWORDS[name]! : null;
    if (kind === null) {
      if (!name.startsWith("x-")) add(at, "is not a keyword that this server knows; names of your own start with x-");
    } else if (kind === "schema") visit(value, at, problems);
    else if (kind === "schema list") {
      if (!Array.isArray(value) || value.length === 0) add(at, "must be a list of schemas");
      else value.forEach((one, index) => visit(one, `${at}/${index}`, problems));
    } else if (kind === "schemas") {
      if (!isObject(value)) add(at, "must be an object of schemas");
      else for (const [part, one] of Object.entries(value)) visit(one, at + pointer(part), problems);
    } else {
      const message = wrongKeyword(name, kind, value);
      if (message !== null) add(at, message);
    }
  }
}

function wrongKeyword(name: string, kind: Kind, value: Json): string | null {
  if (name === "type") {
    const all = Array.isArray(value) ? value : [value];
    return all.length > 0 && all.every((one) => TYPES.includes(one)) ? null : `must be one of ${TYPES.join(", ")}`;
  }
  if (name === "enum") return Array.isArray(value) ? null : "must be a list of values";
  if (name === "$ref" && !(typeof value === "string" && /^#(\/|$)/.test(value))) {
    return "must refer to a part of this schema: #/$defs/name";
  }
  if (kind === "string") return typeof value === "string" ? null : "must be a string";
  if (kind === "boolean") return typeof value === "boolean" ? null : "must be true or false";
  if (kind === "number") return typeof value === "number" || typeof value === "bigint" ? null : "must be a number";
  if (kind === "count") {
    return Number.isSafeInteger(value) && value as number >= 0 ? null : "must be an integer from 0 on";
  }
  if (kind === "strings") {
    return Array.isArray(value) && value.every((one) => typeof one === "string") ? null : "must be a list of strings";
  }
  return kind === "pattern" && !isPattern(value) ? "must be a regular expression" : null;
}

/** Whether a value is a regular expression of the kind that fields use. */
export function isPattern(value: Json): value is string {
  if (typeof value !== "string") return false;
  try {
    new RegExp(value, "u");
    return true;
  } catch {
    return false;
  }
}

/** A value without numbers that only this server's JSON has. */
function plain(value: Json): unknown {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (isRawNumber(value)) return Number(value.rawJSON);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}
