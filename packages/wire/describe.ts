/**
 * Describes the wire's types in every layout, from the generated tables.
 *
 * @module
 */
import { numberOf } from "./checked.ts";
import { type Layout, LAYOUTS } from "./layout.ts";
import { notationOf, noteOf } from "./notation.ts";
import { SCHEMA, VALUE_VARIANTS } from "./schema.ts";
import { type Dated, layoutHas, maskOf, sinceOf } from "./since.ts";
import type { FieldSchema, VariantSchema } from "./schema_types.ts";

/** A field. */
export interface FieldDescription {
  /** The key in TypeScript. */
  name: string;
  /** Its type: `text?`, `list of Value`, a declared type's name. */
  type: string;
  /** The first layout that has it. */
  since: Layout;
  /** The value written if a message leaves the field out; null if nothing is written, or leaving out is not allowed. */
  default: string | null;
  /** Whether upstream leaves it out, or why it is unreadable; null otherwise. */
  note: string | null;
}

/** One alternative of an enum. */
export interface VariantDescription {
  /** Its name. */
  name: string;
  /** The first layout that has it. */
  since: Layout;
  /** Its number in each layout that has it. */
  numbers: Partial<Record<Layout, number>>;
  /** The type after the number: a struct, whose fields are beside `type`, or the type of `value`; null without one. */
  payload: string | null;
  /** The fields after the number, if the variant has its own. */
  fields: FieldDescription[];
}

/** A flag of a set. */
export interface FlagDescription {
  /** Upstream's name. */
  name: string;
  /** The number of its bit, from 0. */
  bit: number;
  /** The first layout that has it. */
  since: Layout;
}

/** A declared type. */
export type TypeDescription =
  & {
    /** Its name. */
    name: string;
    /** The message group it belongs to. */
    group: string;
  }
  & (
    | { kind: "struct"; fields: FieldDescription[] }
    | { kind: "enum"; variants: VariantDescription[] }
    | { kind: "flags"; bits: 32 | 64; masks: Partial<Record<Layout, bigint>>; flags: FlagDescription[] }
  );

/** The options of {@link describe}. */
export interface DescribeOptions {
  /**
   * Describes only the parts that this layout has.
   *
   * @default {undefined}
   */
  layout?: Layout;
}

/** The types after the number of a Value; all others are followed by a text. */
const VALUE_PAYLOADS: Readonly<Record<string, string | null>> = {
  Null: null,
  Bool: "bool",
  Int: "i64",
  Float: "f64",
  Bytes: "bytes",
  Array: "list of Value",
  Document: "map of text to Value",
};

/** The name of every declared type, `Value` among them. */
export const TYPE_NAMES: readonly string[] = [...Object.keys(SCHEMA), "Value"].sort();

/**
 * Describes a declared type; null for an unknown name.
 *
 * @throws {RangeError} for an unknown layout.
 *
 * @example The number of a variant
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 *
 * const icon = describe("Icon");
 * const redshift = icon?.kind === "enum" && icon.variants.find(({ name }) => name === "Redshift");
 * deepStrictEqual(redshift && redshift.numbers, { "0.7.0": 7, "0.7.1": 7, "0.8": 7 });
 * ```
 */
export function describe(name: string, options: DescribeOptions = {}): TypeDescription | null {
  const layouts = options.layout === undefined ? LAYOUTS : [options.layout];
  layouts.forEach((layout) => numberOf("layout", layout, LAYOUTS));
  if (name === "Value") return { name, group: "query", kind: "enum", variants: valueVariants(layouts) };
  if (!Object.hasOwn(SCHEMA, name)) return null;
  const definition = SCHEMA[name]!, { group } = definition;
  if ("fields" in definition) {
    return { name, group, kind: "struct", fields: describeFields(definition.fields, layouts) };
  }
  if ("variants" in definition) {
    return { name, group, kind: "enum", variants: describeVariants(definition.variants, layouts) };
  }
  const flags = definition.flags.filter(isIn(layouts));
  const masks = byLayout(layouts, (layout) => maskOf(definition, layout));
  return { name, group, kind: "flags", bits: definition.bits, masks, flags: flags.map(withSince) };
}

function describeFields(fields: readonly FieldSchema[], layouts: readonly Layout[]): FieldDescription[] {
  return fields.filter(isIn(layouts)).map((field) => ({
    name: field.name,
    type: notationOf(field.type),
    since: sinceOf(field),
    default: field.default ?? null,
    note: noteOf(field.type),
  }));
}

function describeVariants(variants: readonly VariantSchema[], layouts: readonly Layout[]): VariantDescription[] {
  return variants.filter(isIn(layouts)).map((variant) => ({
    name: variant.name,
    since: sinceOf(variant),
    numbers: byLayout(layouts.filter((layout) => layoutHas(layout, variant)), (layout) => {
      return variants.filter(isIn([layout])).indexOf(variant);
    }),
    payload: variant.struct ?? (variant.value === undefined ? null : notationOf(variant.value)),
    fields: describeFields(variant.fields ?? [], layouts),
  }));
}

function valueVariants(layouts: readonly Layout[]): VariantDescription[] {
  return VALUE_VARIANTS.map((name, number) => {
    const payload = name in VALUE_PAYLOADS ? VALUE_PAYLOADS[name]! : "text";
    return { name, since: LAYOUTS[0]!, numbers: byLayout(layouts, () => number), payload, fields: [] };
  });
}

function withSince<T extends Dated>(dated: T): T & { since: Layout } {
  return { ...dated, since: sinceOf(dated) };
}

/** Whether any of the layouts has a part. */
function isIn(layouts: readonly Layout[]): (dated: Dated) => boolean {
  return (dated) => layouts.some((layout) => layoutHas(layout, dated));
}

function byLayout<T>(layouts: readonly Layout[], of: (layout: Layout) => T): Partial<Record<Layout, T>> {
  return Object.fromEntries(layouts.map((layout) => [layout, of(layout)])) as Partial<Record<Layout, T>>;
}
