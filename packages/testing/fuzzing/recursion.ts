/**
 * Recursive types: values, and filters within filters.
 *
 * @module
 */
import { SCHEMA, type TypeRef, type VariantSchema } from "@fluxwire/wire";
import { partsOf } from "../generate/parts_of.ts";

/** A value nested so many levels deep in others of its type; null if the type is not recursive. */
export function nested(type: TypeRef, value: unknown, levels: number): unknown {
  if (type === "value") return times(levels, value, (inner) => [inner]);
  const wrapper = wrapperOf(type);
  return wrapper === null ? null : times(levels, value, (inner) => ({ type: wrapper.name, value: inner }));
}

/** The values of the same type inside a value, one level down. */
export function innerOf(type: TypeRef, value: unknown): unknown[] {
  if (type === "value") {
    if (Array.isArray(value)) return value;
    return value instanceof Map ? [...value.values()] : [];
  }
  const wrapper = wrapperOf(type);
  const isWrapped = wrapper !== null && (value as { type?: string } | null)?.type === wrapper.name;
  return isWrapped ? [(value as { value: unknown }).value] : [];
}

/** The variant that holds one value of the same type, and nothing else. */
function wrapperOf(type: TypeRef): VariantSchema | null {
  if (typeof type === "string" || type.kind !== "ref") return null;
  const definition = SCHEMA[type.ref]!;
  if (!("variants" in definition)) return null;
  return definition.variants.find((variant) => {
    const parts = partsOf(variant);
    return parts.length === 1 && parts[0]!.name === "value" && isSelf(parts[0]!.type, type.ref);
  }) ?? null;
}

function isSelf(type: TypeRef, name: string): boolean {
  return typeof type !== "string" && type.kind === "ref" && type.ref === name;
}

function times(levels: number, value: unknown, wrap: (inner: unknown) => unknown): unknown {
  return Array.from({ length: levels }).reduce((inner) => wrap(inner), value);
}
