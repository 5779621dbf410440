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
  File: "{ id: string; name: string; size: number; type: string; sha256: string }",
};

/** Names for the types of models, by their ids: `blog-post` is `BlogPost`. No two are the same. */
export function typeNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>(), taken = new Set<string>();
  for (const id of ids) {
    const plain = id.split("-").map((part) => part.slice(0, 1).toUpperCase() + part.slice(1)).join("");
    let name = plain;
    for (let at = 2; taken.has(name); at++) name = `${plain}_${at}`;
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

/** What a model's instances hold (`NameData`), and what requests send (`NameInput`). */
export function clientTypes(definition: ModelDefinition, name: string): string {
  const open = definition.strict === false ? "  [name: string]: unknown;\n" : "";
  const id = definition.idKind === "any" ? "  id?: string;\n" : "";
  return `${comment(definition.title ?? `Data of ${definition.id}.`, "")}export interface ${name}Data {
${members(definition, false)}${open}}

/** What is sent for ${definition.id}: members with defaults can be left out. */
export interface ${name}Input {
${id}${members(definition, true)}${open}}
`;
}

function members({ fields }: ModelDefinition, input: boolean): string {
  return Object.entries(fields).filter(([, { hidden }]) => input || hidden !== true).map(([name, field]) => {
    const optional = field.required !== true || input && field.default !== undefined;
    // The value of a personal field can be erased, also where the field is required.
    const isNullable = field.required !== true || !input && field.personal === true;
    const type = `${fieldType(field)}${isNullable ? " | null" : ""}`;
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
