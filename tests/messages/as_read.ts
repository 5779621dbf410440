/**
 * How a layout changes a message that was made for another one.
 *
 * @module
 */
import {
  type FieldSchema,
  type Layout,
  layoutHas,
  maskOf,
  type Role,
  SCHEMA,
  type TypeRef,
  type VariantSchema,
} from "@fluxwire/wire";
import { ROOTS } from "../../packages/wire/schema.ts";

/** A message has a variant that the layout lacks, so it cannot be encoded. */
export class LayoutLacksError extends Error {}

/**
 * The message after encoding and decoding in a layout: what the layout lacks is null, what only the layout has is the
 * declared default, flags that it lacks are cleared.
 *
 * @throws {LayoutLacksError} if the message cannot be encoded.
 */
export function asRead(role: Role, layout: Layout, message: unknown): unknown {
  return project({ kind: "ref", ref: ROOTS[role] }, layout, message);
}

function project(type: TypeRef, layout: Layout, value: unknown): unknown {
  if (value === null || typeof type === "string") return value;
  switch (type.kind) {
    case "option":
      return project(type.of, layout, value);
    case "list":
      return (value as unknown[]).map((one) => project(type.of, layout, one));
    case "map":
      return new Map([...value as Map<string, unknown>].map(([key, one]) => [key, project(type.of, layout, one)]));
    case "pair":
      return type.of.map((part, i) => project(part, layout, (value as unknown[])[i]));
    case "impossible":
      throw new Error(`Cannot project ${typeof value}: ${type.why}`);
    case "ref":
      return projectDeclared(type.ref, layout, value);
  }
}

function projectDeclared(name: string, layout: Layout, value: unknown): unknown {
  const definition = SCHEMA[name]!;
  if ("fields" in definition) return projectFields(definition.fields, layout, value);
  if ("variants" in definition) {
    const tag = definition.plain ? value : (value as { type: string }).type;
    const variant = definition.variants.find((one) => one.name === tag)!;
    if (!layoutHas(layout, variant)) throw new LayoutLacksError(`${name} ${variant.name}`);
    return definition.plain ? tag : projectVariant(variant, layout, value as Record<string, unknown>);
  }
  const mask = maskOf(definition, layout);
  return definition.bits === 32 ? Number(BigInt(value as number) & mask) : (value as bigint) & mask;
}

function projectVariant(variant: VariantSchema, layout: Layout, value: Record<string, unknown>): unknown {
  const struct = variant.struct === undefined ? [] : (SCHEMA[variant.struct] as { fields: FieldSchema[] }).fields;
  const fields = projectFields(variant.fields ?? struct, layout, value);
  if (variant.value === undefined) return { type: variant.name, ...fields };
  return { type: variant.name, ...fields, value: project(variant.value, layout, value.value) };
}

function projectFields(fields: readonly FieldSchema[], layout: Layout, value: unknown): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => {
    if (!layoutHas(layout, field)) return [field.name, null];
    const given = (value as Record<string, unknown>)[field.name];
    if (given !== null) return [field.name, project(field.type, layout, given)];
    return [field.name, field.default === undefined ? absent(field.type) : defaultOf(field.type, field.default)];
  }));
}

/** A list that the message's layout does not have is empty. */
function absent(type: TypeRef): [] | null {
  return typeof type !== "string" && type.kind === "list" ? [] : null;
}

function defaultOf(type: TypeRef, text: string): unknown {
  if (type === "bool") return text === "true";
  if (type === "u64" || type === "i64") return BigInt(text);
  return typeof type === "string" ? Number(text) : text;
}
