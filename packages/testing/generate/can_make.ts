/**
 * Whether a type has a value that can cross the wire.
 *
 * @module
 */
import { type Layout, layoutHas, SCHEMA, type TypeRef, type VariantSchema } from "@fluxwire/wire";
import { partsOf } from "./parts_of.ts";

/** False if every value would contain something impossible; lists and options may be empty. */
export function canMake(type: TypeRef, layout: Layout): boolean {
  return isNestedRef(type) ? canMakeDeclared(type.ref, layout, false) : canMakeWithin(type, layout, false);
}

/** As {@link canMake}, inside a value: a type within itself counts as impossible unless it may be nested further. */
export function canMakeWithin(type: TypeRef, layout: Layout, mayNest: boolean): boolean {
  if (typeof type === "string") return true;
  switch (type.kind) {
    case "option":
    case "list":
    case "map":
      return true;
    case "impossible":
      return false;
    case "pair":
      return type.of.every((part) => canMakeWithin(part, layout, mayNest));
    case "ref":
      return type.nested === true ? mayNest : canMakeDeclared(type.ref, layout, mayNest);
  }
}

/** Whether a variant can be made: see {@link canMakeWithin}. */
export function canMakeVariant(variant: VariantSchema, layout: Layout, mayNest: boolean = false): boolean {
  return partsOf(variant).every(({ type }) => canMakeWithin(type, layout, mayNest));
}

/** Whether a reference is to a type that contains it. */
export function isNestedRef(type: TypeRef): type is Extract<TypeRef, { kind: "ref" }> {
  return typeof type !== "string" && type.kind === "ref" && type.nested === true;
}

function canMakeDeclared(name: string, layout: Layout, mayNest: boolean): boolean {
  const definition = SCHEMA[name]!;
  if ("fields" in definition) return definition.fields.every(({ type }) => canMakeWithin(type, layout, mayNest));
  return !("variants" in definition) ||
    definition.variants.some((one) => layoutHas(layout, one) && canMakeVariant(one, layout, mayNest));
}
