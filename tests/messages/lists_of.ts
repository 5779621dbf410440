/**
 * Every list and map of the tables, each in the smallest message that contains it.
 *
 * @module
 */
import {
  type Envelopes,
  type FieldSchema,
  type Layout,
  layoutHas,
  type Role,
  ROOTS,
  SCHEMA,
  type TypeRef,
} from "@fluxwire/wire";
import { canMake } from "../../packages/testing/generate/can_make.ts";
import { leastOf } from "../../packages/testing/generate/least_of.ts";
import { partsOf } from "../../packages/testing/generate/parts_of.ts";

/** A list or map of the tables, and two messages that show the position of its elements. */
export interface ListPlace<R extends Role = Role> {
  /** Its path: `Hello.driverMetadata.ssl`. */
  path: string;
  /** The message with no element. */
  empty: Envelopes[R];
  /** The message with one, smallest element. */
  single: Envelopes[R];
}

/** The lists and maps in a role's messages of a layout, each once, at the first use of its type. */
export function listsOf<R extends Role>(role: R, layout: Layout): ListPlace<R>[] {
  const places: ListPlace<R>[] = [], seen = new Set<string>();
  const visit = (type: TypeRef, path: string, around: (value: unknown) => unknown): void => {
    if (type === "rows") return visit({ kind: "list", of: { kind: "list", of: "value" } }, path, around);
    if (typeof type === "string") return;
    switch (type.kind) {
      case "impossible":
        return;
      case "option":
        return visit(type.of, path, around);
      case "pair": {
        const least = type.of.map((part) => leastOf(part, layout));
        return type.of.forEach((part, i) => visit(part, `${path}[${i}]`, (value) => around(least.with(i, value))));
      }
      case "list":
        return visitElements(type.of, path, around);
      case "map":
        return visitElements(
          type.of,
          path,
          (values) => around(new Map((values as unknown[]).map((value) => ["", value]))),
        );
      case "ref":
        return visitDeclared(type.ref, path, around);
    }
  };
  const visitElements = (of: TypeRef, path: string, around: (values: unknown) => unknown): void => {
    if (!canMake(of, layout)) return;
    const [empty, single] = [around([]), around([leastOf(of, layout)])];
    places.push({ path, empty, single } as ListPlace<R>);
    visit(of, `${path}[]`, (value) => around([value]));
  };
  const visitDeclared = (name: string, path: string, around: (value: unknown) => unknown): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const definition = SCHEMA[name]!;
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
  visit({ kind: "ref", ref: ROOTS[role] }, role, (value) => value);
  return places;
}
