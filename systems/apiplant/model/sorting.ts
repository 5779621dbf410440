/** The order of values and instances, the same for every model storage. */
import { isRawNumber } from "../json/exact_number.ts";
import type { Json } from "../json/json.ts";
import { memberOf } from "../json/member.ts";
import type { FieldType, ModelDefinition } from "./definition.ts";
import { RESERVED } from "./field_types.ts";
import type { Instance } from "./instance.ts";
import type { SortKey } from "./query.ts";
import { addressKey } from "./types/address.ts";

/** Less than 0 if the first comes before the second, 0 if they are equal. */
export type Compare<T> = (one: T, other: T) => number;

/** The value of a field or of a reserved member; `null` if the instance has none. */
export function valueOf(instance: Instance, field: string): Json {
  if (Object.hasOwn(RESERVED, field)) return instance[field as "id" | "revision"];
  return memberOf(instance.data, field);
}

/** Compares texts by their code points, as UTF-8 bytes do; UTF-16 units put U+10000 before U+FFFF. */
export function compareCodePoints(one: string, other: string): number {
  if (one === other) return 0;
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const a = one.charCodeAt(at), b = other.charCodeAt(at);
    if (a !== b) return a >= 0xd800 && b >= 0xd800 ? rank(a) - rank(b) : a - b;
  }
  return one.length - other.length;
}

/** Surrogates behind all other units. */
function rank(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/** The order of a type's values. Null is before all others; values of different kinds are in the order of their kinds. */
export function comparatorOf(type: FieldType): Compare<Json> {
  return type === "IP" ? compareAddresses : compareValues;
}

/** Compares values of any type but IP. */
function compareValues(one: Json, other: Json): number {
  if (typeof one === "string" && typeof other === "string") return compareCodePoints(one, other);
  if (typeof one === "number" && typeof other === "number") return one - other;
  const kinds = kindOf(one) - kindOf(other);
  if (kinds !== 0) return kinds;
  if (one === null) return 0;
  if (typeof one === "boolean") return Number(one) - Number(other);
  const a = numeric(one), b = numeric(other);
  return a === null || b === null || a == b ? 0 : a < b ? -1 : 1;
}

const KINDS: Readonly<Record<string, number>> = { boolean: 1, number: 2, bigint: 2, string: 3, object: 4 };

function kindOf(value: Json): number {
  return value === null ? 0 : isRawNumber(value) ? 2 : KINDS[typeof value]!;
}

/** A raw number counts as the double next to it. */
function numeric(value: Json): number | bigint | null {
  if (typeof value === "number" || typeof value === "bigint") return value;
  return isRawNumber(value) ? Number(value.rawJSON) : null;
}

/** Compares canonical addresses by their bytes, IPv4 before IPv6. */
function compareAddresses(one: Json, other: Json): number {
  if (one === other || typeof one !== "string" || typeof other !== "string") return compareValues(one, other);
  return compareCodePoints(addressKey(one), addressKey(other));
}

/** The order that a list asks for: its keys, then `id`. */
export function compareInstances(model: ModelDefinition, sort: readonly SortKey[]): Compare<Instance> {
  const keys = keysOf(model, sort);
  return (one, other) => {
    for (const { field, descending, compare } of keys) {
      const order = compare(valueOf(one, field), valueOf(other, field));
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
}

/** The order between an instance and the keys of another, which `sortValues` gave. */
export function compareToValues(
  model: ModelDefinition,
  sort: readonly SortKey[],
): (one: Instance, values: readonly Json[]) => number {
  const keys = keysOf(model, sort);
  return (one, values) => {
    for (const [at, { field, descending, compare }] of keys.entries()) {
      const order = compare(valueOf(one, field), values[at] ?? null);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
}

/** The values of an instance's sort keys, `id` last. */
export function sortValues(instance: Instance, sort: readonly SortKey[]): readonly Json[] {
  return withId(sort).map(({ field }) => valueOf(instance, field));
}

/** The keys with `id` last, unless it is one of them already: what follows `id` decides nothing. */
function withId(sort: readonly SortKey[]): readonly SortKey[] {
  const at = sort.findIndex(({ field }) => field === "id");
  return at === -1 ? [...sort, { field: "id", descending: false }] : sort.slice(0, at + 1);
}

function keysOf(model: ModelDefinition, sort: readonly SortKey[]): (SortKey & { compare: Compare<Json> })[] {
  return withId(sort).map((key) => ({ ...key, compare: comparatorOf(typeOf(model, key.field)) }));
}

/** The type of a field or of a reserved member; fields that the model does not have compare as JSON. */
export function typeOf(model: ModelDefinition, field: string): FieldType {
  if (Object.hasOwn(RESERVED, field)) return RESERVED[field]!.type;
  return Object.hasOwn(model.fields, field) ? model.fields[field]!.type : "JSON";
}
