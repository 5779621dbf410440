/** JSON Schemas of a model's data. */
import { isObject } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import type { Field, ModelDefinition } from "../model/definition.ts";
import { FIELD_TYPES } from "../model/field_types.ts";

/** Which data a schema is of: what requests send, what answers have, or answers that show a part and expand references. */
export type DataUse = "create" | "replace" | "patch" | "answer" | "view";

/** The schema of data. Answers have hidden fields if `showsHidden`. */
export function dataSchema(definition: ModelDefinition, use: DataUse, showsHidden = false): JsonObject {
  const fields = Object.entries(definition.fields).filter(([, { hidden }]) =>
    hidden !== true || showsHidden || !isAnswer(use)
  );
  const properties = fields.map(([name, field]) => {
    // The default of a hidden field is what most instances have.
    const { default: _, ...secret } = field, shown = field.hidden === true && !showsHidden ? secret : field;
    return [name, fieldSchema(definition.id, name, shown, use)];
  });
  const required = fields.filter(([, field]) => isRequired(field, use)).map(([name]) => name);
  return {
    type: "object",
    properties: {
      ...(use === "create" && definition.idKind === "any" ? { id: ID } : {}),
      ...Object.fromEntries(properties),
    },
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: definition.strict === false,
  };
}

/** The schema of an instance's id. */
export const ID: JsonObject = { type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$" };

function isAnswer(use: DataUse): boolean {
  return use === "answer" || use === "view";
}

/** Whether an answer may have null in place of a value that was erased. */
function isErasable(field: Field, use: DataUse): boolean {
  return field.personal === true && isAnswer(use);
}

function isRequired(field: Field, use: DataUse): boolean {
  if (use === "patch" || use === "view" || field.required !== true) return false;
  if (use === "answer") return true;
  return field.default === undefined && !(use === "replace" && field.immutable === true);
}

function fieldSchema(model: string, name: string, field: Field, use: DataUse): JsonObject {
  const own = ownSchema(model, name, field), schema = use === "view" ? withExpanded(own, field) : own;
  const described: JsonObject = {
    ...(use === "patch" || field.required !== true || isErasable(field, use) ? orNull(schema) : schema),
    ...(field.description === undefined ? {} : { description: field.description }),
    ...(field.default === undefined || isAnswer(use) || use === "patch" ? {} : { default: field.default }),
  };
  return described;
}

/** The schemas that authors gave to fields of type JSON, by their names in the document. Each refers to its own parts there. */
export function authorSchemas(
  { id, fields }: ModelDefinition,
): readonly (readonly [name: string, schema: JsonObject])[] {
  return Object.entries(fields).flatMap(([name, { type, schema }]) => {
    if (type !== "JSON" || !isObject(schema)) return [];
    const own = `${id}.field.${name}`;
    return [[own, moved(schema, `#/components/schemas/${own}`) as JsonObject] as const];
  });
}

/** Keywords whose values are no schemas. */
const VALUES = ["enum", "const", "default", "examples"];

/**
 * A schema whose references to its own parts lead to where it stands in the document. Many tools drop what stands beside a
 * `$ref`; within an `allOf` it means the same.
 */
function moved(schema: Json, place: string): Json {
  if (Array.isArray(schema)) return schema.map((one) => moved(one, place));
  if (!isObject(schema)) return schema;
  const { $ref, ...others } = schema;
  const members = Object.entries(others).map(([name, value]): [string, Json] => {
    return [name, VALUES.includes(name) ? value : moved(value, place)];
  });
  const rest: Record<string, Json> = Object.fromEntries(members);
  if (typeof $ref !== "string") return $ref === undefined ? rest : { ...rest, $ref: moved($ref, place) };
  const target = { $ref: place + $ref.slice(1) };
  return members.length === 0 ? target : { ...rest, allOf: [...rest.allOf as Json[] | undefined ?? [], target] };
}

function ownSchema(model: string, name: string, field: Field): JsonObject {
  if (field.type !== "JSON" || !isObject(field.schema)) return FIELD_TYPES[field.type].schema(field);
  return { $ref: `#/components/schemas/${model}.field.${name}` };
}

/** In place of an id, the instance; `null` if it does not exist. */
function withExpanded(schema: JsonObject, field: Field): JsonObject {
  if (field.type === "Reference") return { anyOf: [schema, { $ref: instanceRef(field.model!) }] };
  if (field.of?.type !== "Reference") return schema;
  const items = { anyOf: [schema.items!, { $ref: instanceRef(field.of.model!) }, { type: "null" }] };
  return { ...schema, items };
}

/** Where the document has the schema of a model's instances as lists show them. */
function instanceRef(model: string): string {
  return `#/components/schemas/${model}.view`;
}

function orNull(schema: JsonObject): JsonObject {
  const { type } = schema, extended = (types: Json[]) => ({ ...schema, type: types, ...withNull(schema) });
  if (schema.anyOf !== undefined || type === undefined) {
    return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: "null" }] };
  }
  if (type === "null") return schema;
  return extended(Array.isArray(type) ? [...type, "null"] : [type, "null"]);
}

/** Null is among the permitted values too. */
function withNull({ enum: values }: JsonObject): JsonObject {
  return Array.isArray(values) ? { enum: [...values, null] } : {};
}
