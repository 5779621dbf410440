/**
 * The value of a type that takes the fewest bytes, and a template that shows each part once.
 *
 * @module
 */
import { type Layout, layoutHas, type Primitive, SCHEMA, type TypeRef, type VariantSchema } from "@fluxwire/wire";
import { canMake, canMakeVariant, isNestedRef } from "./can_make.ts";
import { partsOf } from "./parts_of.ts";

const LEAST: Readonly<Record<Primitive, unknown>> = {
  bool: false,
  u16: 0,
  u32: 0,
  u64: 0n,
  i64: 0n,
  f32: 0,
  f64: 0,
  char: "a",
  text: "",
  uuid: "00000000-0000-0000-0000-000000000000",
  bytes: new Uint8Array(0),
  value: null,
  rows: [],
};

/** What a value is filled with. */
interface Filling {
  /** How many elements a list or map has. */
  length: 0 | 1;
  /** Each text. */
  text: string;
}

/** The smallest value of a type in a layout: options are absent, lists and maps are empty. */
export function leastOf(type: TypeRef, layout: Layout): unknown {
  return valueOf(type, layout, { length: 0, text: "" });
}

/** The smallest value of a variant, in which each text that it needs, such as a name, is the given one. */
export function leastVariant(variant: VariantSchema, layout: Layout, text: string): Record<string, unknown> {
  return variantOf(variant, layout, { length: 0, text });
}

/** A value of a type to fill in: options are absent, each list and map shows one element. */
export function templateOf(type: TypeRef, layout: Layout): unknown {
  return valueOf(type, layout, { length: 1, text: "" });
}

function valueOf(type: TypeRef, layout: Layout, filling: Filling): unknown {
  if (typeof type === "string") return type === "text" ? filling.text : LEAST[type];
  switch (type.kind) {
    case "option":
      return null;
    case "list":
      return elementsOf(type.of, layout, filling);
    case "map":
      return new Map(elementsOf(type.of, layout, filling).map((value) => [filling.text, value]));
    case "pair":
      return type.of.map((part) => valueOf(part, layout, filling));
    case "impossible":
      throw new Error(`Cannot make a value: ${type.why}`);
    case "ref":
      return declaredOf(type.ref, layout, filling);
  }
}

function declaredOf(name: string, layout: Layout, filling: Filling): unknown {
  const definition = SCHEMA[name]!;
  if ("bits" in definition) return definition.bits === 32 ? 0 : 0n;
  if ("fields" in definition) return structOf(definition.fields, layout, filling);
  const variant = definition.variants.find((one) => layoutHas(layout, one) && canMakeVariant(one, layout))!;
  return definition.plain ? variant.name : variantOf(variant, layout, filling);
}

function variantOf(variant: VariantSchema, layout: Layout, filling: Filling): Record<string, unknown> {
  return { type: variant.name, ...structOf(partsOf(variant), layout, filling) };
}

function elementsOf(type: TypeRef, layout: Layout, filling: Filling): unknown[] {
  const isNested = isNestedRef(type);
  return filling.length === 0 || isNested || !canMake(type, layout) ? [] : [valueOf(type, layout, filling)];
}

function structOf(fields: ReturnType<typeof partsOf>, layout: Layout, filling: Filling): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, type, since }) => [name, layoutHas(layout, { since }) ? valueOf(type, layout, filling) : null]),
  );
}
