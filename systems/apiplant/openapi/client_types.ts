/** The types of a model's data in TypeScript. */
import type { Field, FieldType, ModelDefinition } from "../model/definition.ts";

const TYPES: Readonly<Record<Exclude<FieldType, "List" | "String">, string>> = {
  Null: "null",
  Bool: "boolean",
  Int: "number",
  BigInt: "bigint",
  Float: "number",
  Date: "string",
  Time: "string",
  DateTime: "string",
  UUID: "string",
  IP: "string",
  JSON: "unknown",
  Location: "{ lat: number; lon: number }",
  Bytes: "string",
  Reference: "string",
  File: "never",
};

/** A model's id as the name of a type. */
export function typeName(id: string): string {
  return id.split(/[-_]/).map((part) => part.slice(0, 1).toUpperCase() + part.slice(1)).join("_");
}

/** What a model's instances hold, and what requests send. */
export function clientTypes(definition: ModelDefinition): string {
  const name = typeName(definition.id), open = definition.strict === false ? "  [name: string]: unknown;\n" : "";
  const id = definition.idKind === "any" ? "  id?: string;\n" : "";
  return `${comment(definition.title ?? `Data of ${definition.id}.`, "")}export interface ${name} {
${members(definition, false)}${open}}

/** What is sent for ${name}: members with defaults can be left out. */
export interface ${name}Input {
${id}${members(definition, true)}${open}}
`;
}

function members({ fields }: ModelDefinition, input: boolean): string {
  return Object.entries(fields).filter(([, { hidden }]) => input || hidden !== true).map(([name, field]) => {
    const optional = field.required !== true || input && field.default !== undefined;
    const type = `${fieldType(field)}${field.required === true ? "" : " | null"}`;
    return `${comment(field.description, "  ")}  ${name}${optional ? "?" : ""}: ${type};\n`;
  }).join("");
}

function fieldType({ type, of, enum: values }: Field): string {
  if (type === "List") return `(${fieldType(of!)})[]`;
  if (type === "String") return values === undefined ? "string" : values.map((one) => JSON.stringify(one)).join(" | ");
  return TYPES[type];
}

/** Nothing of an author's text can end the comment. */
function comment(text: string | undefined, indent: string): string {
  return text === undefined ? "" : `${indent}/** ${text.replaceAll("*/", "* /").replaceAll(/\s+/g, " ")} */\n`;
}
