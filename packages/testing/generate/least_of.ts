/**
 * The value of a type that takes the fewest bytes, and a template that shows each part once.
 *
 * @module
 */
import { type Layout, layoutHas, type Primitive, SCHEMA, type TypeRef, type VariantSchema } from "@fluxwire/wire";
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

/** How many elements a list or map has. */
type Length = 0 | 1;

/** The smallest value of a type in a layout: options are absent, lists and maps are empty. */
export function leastOf(type: TypeRef, layout: Layout): unknown {
  return valueOf(type, layout, 0);
}

/** A value of a type to fill in: options are absent, each list and map shows one element. */
export function templateOf(type: TypeRef, layout: Layout): unknown {
  return valueOf(type, layout, 1);
}

function valueOf(type: TypeRef, layout: Layout, length: Length): unknown {
  if (typeof type === "string") return LEAST[type];
  switch (type.kind) {
    case "option":
      return null;
    case "list":
      return elementsOf(type.of, layout, length);
    case "map":
      return new Map(elementsOf(type.of, layout, length).map((value) => ["", value]));
    case "pair":
      return type.of.map((part) => valueOf(part, layout, length));
    case "impossible":
      throw new Error(`Cannot make a value: ${type.why}`);
    case "ref":
      return declaredOf(type.ref, layout, length);
  }
}

function declaredOf(name: string, layout: Layout, length: Length): unknown {
  const definition = SCHEMA[name]!;
  if ("bits" in definition) return definition.bits === 32 ? 0 : 0n;
  if ("fields" in definition) return structOf(definition.fields, layout, length);
  const variant = definition.variants.find((one) => layoutHas(layout, one) && canMakeVariant(one, layout))!;
  return definition.plain ? variant.name : { type: variant.name, ...structOf(partsOf(variant), layout, length) };
}

function elementsOf(type: TypeRef, layout: Layout, length: Length): unknown[] {
  const isNested = isNestedRef(type);
  return length === 0 || isNested || !canMake(type, layout) ? [] : [valueOf(type, layout, length)];
}

function structOf(fields: ReturnType<typeof partsOf>, layout: Layout, length: Length): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, type, since }) => [name, layoutHas(layout, { since }) ? valueOf(type, layout, length) : null]),
  );
}

/** False if every value would contain something impossible; lists and options may be empty. */
export function canMake(type: TypeRef, layout: Layout): boolean {
  if (typeof type === "string") return true;
  switch (type.kind) {
    case "option":
    case "list":
    case "map":
      return true;
    case "impossible":
      return false;
    case "pair":
      return type.of.every((part) => canMake(part, layout));
    case "ref":
      return canMakeDeclared(type.ref, layout);
  }
}

function canMakeDeclared(name: string, layout: Layout): boolean {
  const definition = SCHEMA[name]!;
  if ("fields" in definition) return definition.fields.every((field) => canMake(field.type, layout));
  return !("variants" in definition) ||
    definition.variants.some((one) => layoutHas(layout, one) && canMakeVariant(one, layout));
}

/** Whether a variant can be made: see {@link canMake}. A type directly inside itself counts as impossible. */
export function canMakeVariant(variant: VariantSchema, layout: Layout): boolean {
  return partsOf(variant).every(({ type }) => !isNestedRef(type) && canMake(type, layout));
}

function isNestedRef(type: TypeRef): boolean {
  return typeof type !== "string" && type.kind === "ref" && type.nested === true;
}
