/**
 * Every list and map of the tables, each in the smallest message that holds it.
 *
 * @module
 */
import { type Envelopes, type FieldSchema, type Layout, type Role, ROOTS, SCHEMA, type TypeRef } from "@fluxwire/wire";
import { layoutHas } from "../../packages/testing/generate/layout_has.ts";
import { canMake, leastOf } from "../../packages/testing/generate/least_of.ts";
import { partsOf } from "../../packages/testing/generate/parts_of.ts";

/** A list or map of the tables, and the two messages that show where its elements stand. */
export interface ListPlace<R extends Role = Role> {
  /** Where it is: `Hello.driverMetadata.ssl`. */
  path: string;
  /** The message with no element. */
  empty: Envelopes[R];
  /** The message with the smallest element. */
  single: Envelopes[R];
}

/** Gives each list and map that a role's messages have in a layout once, wherever its type is used first. */
export function listsOf<R extends Role>(role: R, layout: Layout): ListPlace<R>[] {
  const places: ListPlace<R>[] = [], seen = new Set<string>();
  const visit = (type: TypeRef, path: string, around: (value: unknown) => unknown): void => {
    if (type === "rows") return visit({ list: { list: "value" } }, path, around);
    if (typeof type === "string" || "impossible" in type) return;
    if ("option" in type) return visit(type.option, path, around);
    if ("pair" in type) {
      const least = type.pair.map((part) => leastOf(part, layout));
      return type.pair.forEach((part, i) => visit(part, `${path}[${i}]`, (value) => around(least.with(i, value))));
    }
    if ("list" in type || "map" in type) {
      const of = "list" in type ? type.list : type.map;
      if (!canMake(of, layout)) return;
      const wrap = (values: unknown[]) => around("list" in type ? values : new Map(values.map((value) => ["", value])));
      const [empty, single] = [wrap([]), wrap([leastOf(of, layout)])];
      places.push({ path, empty, single } as ListPlace<R>);
      return visit(of, `${path}[]`, (value) => wrap([value]));
    }
    if (seen.has(type.ref)) return;
    seen.add(type.ref);
    const definition = SCHEMA[type.ref]!;
    if ("fields" in definition) visitFields(definition.fields, {}, path, around);
    else if ("variants" in definition) {
      for (const variant of definition.variants.filter((one) => layoutHas(layout, one))) {
        const fields = partsOf(variant);
        visitFields(fields, { type: variant.name }, `${path}.${variant.name}`, around);
      }
    }
  };
  const visitFields = (
    fields: readonly FieldSchema[],
    tag: { type?: string },
    path: string,
    around: (value: unknown) => unknown,
  ): void => {
    const held = fields.filter((field) => layoutHas(layout, field));
    if (!held.every((field) => canMake(field.type, layout))) return;
    const least = Object.fromEntries(held.map((field) => [field.name, leastOf(field.type, layout)]));
    for (const { name, type } of held) {
      visit(type, `${path}.${name}`, (value) => around({ ...tag, ...least, [name]: value }));
    }
  };
  visit({ ref: ROOTS[role] }, role, (value) => value);
  return places;
}
