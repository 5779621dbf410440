/**
 * Values at the edges of their types, where drivers break first.
 *
 * @module
 */
import {
  type Compound,
  type Layout,
  layoutHas,
  maskOf,
  type Primitive,
  SCHEMA,
  type VariantSchema,
} from "@fluxwire/wire";
import { type Draw, onceIn, oneOf } from "../generate/draw.ts";
import { canMake, canMakeVariant } from "../generate/can_make.ts";
import { leastOf } from "../generate/least_of.ts";
import { partsOf } from "../generate/parts_of.ts";
import type { Place } from "./places.ts";
import { nested } from "./recursion.ts";

const TEXTS: readonly string[] = [
  "",
  "\0",
  "a\0b",
  " ",
  "'",
  "\\",
  "%s%n",
  "\u{10ffff}",
  "\ufeff",
  "e\u0301",
  "../../etc/passwd",
  "-9223372036854775808",
  "NaN",
  "x".repeat(1_001),
  "é".repeat(1_025),
  "😀".repeat(2_000),
];
const LEVELS: readonly number[] = [8, 16, 33, 56];
const LENGTHS: readonly number[] = [17, 17, 65, 65, 256, 1_000];
const FLOATS: readonly number[] = [NaN, Infinity, -Infinity, -0, 5e-324, Number.MAX_VALUE, 2 ** 53, -(2 ** 63)];

const PRIMITIVES: Readonly<Record<Exclude<Primitive, "value">, readonly unknown[]>> = {
  bool: [true, false],
  u16: [0, 1, 65_535],
  u32: [0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1],
  u64: [0n, 1n, 2n ** 32n, 2n ** 53n + 1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n],
  i64: [0n, -1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)],
  f32: [NaN, Infinity, -Infinity, -0, 2 ** -149, Math.fround(3.4e38)],
  f64: FLOATS,
  char: ["\0", "\u007f", "\uffff", "\u{10ffff}"],
  text: TEXTS,
  uuid: ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
  bytes: [new Uint8Array(0), Uint8Array.of(0), new Uint8Array(2_000).fill(255), new Uint8Array(20_000)],
  rows: [[]],
};

/** An extreme value for a place. */
export function edgeOf(draw: Draw, { type, value }: Pick<Place, "type" | "value">, layout: Layout): unknown {
  if (type === "value") return edgeOfValue(draw, value);
  if (typeof type === "string") return oneOf(draw, PRIMITIVES[type]);
  switch (type.kind) {
    case "option":
      if (!canMake(type.of, layout) || (value !== null && onceIn(draw, 4))) return null;
      return edgeOf(draw, { type: type.of, value: value ?? leastOf(type.of, layout) }, layout);
    case "list": {
      if (!canMake(type.of, layout) || onceIn(draw, 4)) return [];
      const [element = leastOf(type.of, layout)] = value as unknown[];
      return Array.from({ length: oneOf(draw, LENGTHS) }, () => element);
    }
    case "map": {
      if (!canMake(type.of, layout)) return new Map();
      const entries = onceIn(draw, 2) ? TEXTS : Array.from({ length: oneOf(draw, LENGTHS) }, (_, i) => String(i));
      return new Map(entries.map((key) => [key, leastOf(type.of, layout)]));
    }
    case "pair":
      return type.of.map((part, i) => edgeOf(draw, { type: part, value: (value as unknown[])[i] }, layout));
    case "impossible":
      return null;
    case "ref":
      return edgeOfDeclared(draw, type, value, layout);
  }
}

function edgeOfValue(draw: Draw, value: unknown): unknown {
  switch (draw.integer(0, 6)) {
    case 0:
      return oneOf(draw, PRIMITIVES.i64);
    case 1:
      return oneOf(draw, FLOATS);
    case 2:
      return oneOf(draw, TEXTS);
    case 3:
      return Array.from({ length: oneOf(draw, LENGTHS) }, () => value);
    case 4:
      return { type: oneOf(draw, ["Json", "Decimal", "ObjectId", "Unsupported"]), value: oneOf(draw, TEXTS) };
    case 5:
      return oneOf(draw, PRIMITIVES.bytes);
  }
  return nested("value", value, oneOf(draw, LEVELS));
}

function edgeOfDeclared(draw: Draw, type: Extract<Compound, { kind: "ref" }>, value: unknown, layout: Layout): unknown {
  const definition = SCHEMA[type.ref]!;
  if ("bits" in definition) {
    const bits = onceIn(draw, 2) ? 0n : maskOf(definition, layout);
    return definition.bits === 32 ? Number(bits) : bits;
  }
  if ("fields" in definition) return canMake(type, layout) ? leastOf(type, layout) : value;
  const deep = onceIn(draw, 2) ? nested(type, value, oneOf(draw, LEVELS)) : null;
  if (deep !== null) return deep;
  const possible = definition.variants.filter((one) => layoutHas(layout, one) && canMakeVariant(one, layout));
  const variant = oneOf(draw, possible);
  return definition.plain ? variant.name : leastOfVariant(variant, layout);
}

function leastOfVariant(variant: VariantSchema, layout: Layout): unknown {
  const fields = partsOf(variant).map((
    field,
  ) => [field.name, layoutHas(layout, field) ? leastOf(field.type, layout) : null]);
  return { type: variant.name, ...Object.fromEntries(fields) };
}
