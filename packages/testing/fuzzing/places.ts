/**
 * The places of a message: its parts, their types, and copies of the message with another value there.
 *
 * @module
 */
import {
  type DriverRequestEnvelope,
  type FieldSchema,
  type Layout,
  layoutHas,
  SCHEMA,
  type TypeRef,
} from "@fluxwire/wire";
import { partsOf } from "../generate/parts_of.ts";

/** A part of a message. */
export interface Place {
  /** Its path: `body.request.sql`, `[3]` for an element, `{3}` for an entry. */
  path: string;
  /** Its type. */
  type: TypeRef;
  /** Its value. */
  value: unknown;
  /** The message with another value there. */
  with(value: unknown): DriverRequestEnvelope;
}

/** The most places that are examined: long lists have many alike. */
const MAX_PLACES = 2_000;

type Put = (value: unknown) => DriverRequestEnvelope;

/** The places of a request, outer ones first. */
export function placesOf(request: DriverRequestEnvelope, layout: Layout): Place[] {
  const walk = new Walk(layout);
  walk.visit({ kind: "ref", ref: "DriverRequestEnvelope" }, "", request, (value) => value as DriverRequestEnvelope);
  return walk.places;
}

class Walk {
  readonly places: Place[] = [];
  readonly #layout: Layout;

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  visit(type: TypeRef, path: string, value: unknown, put: Put): void {
    if (this.places.length >= MAX_PLACES) return;
    if (path !== "") this.places.push({ path, type, value, with: put });
    if (value === null || value === undefined) return;
    if (typeof type === "string") return type === "value" ? this.#visitValue(path, value, put) : undefined;
    switch (type.kind) {
      case "option":
        return this.visit(type.of, path, value, put);
      case "list":
        return this.#visitList(type.of, path, value as unknown[], put);
      case "map":
        return this.#visitMap(type.of, path, value as Map<string, unknown>, put);
      case "pair":
        return this.#visitPair(type.of, path, value as unknown[], put);
      case "ref":
        return this.#visitDeclared(type.ref, path, value, put);
      case "impossible":
        return;
    }
  }

  #visitPair(of: readonly TypeRef[], path: string, parts: unknown[], put: Put): void {
    of.forEach((part, i) => this.visit(part, `${path}[${i}]`, parts[i], (one) => put(parts.with(i, one))));
  }

  #visitDeclared(name: string, path: string, value: unknown, put: Put): void {
    const definition = SCHEMA[name]!;
    if ("fields" in definition) return this.#visitFields(definition.fields, path, value, put);
    if (!("variants" in definition) || definition.plain) return;
    const variant = definition.variants.find((one) => one.name === (value as { type: string }).type);
    if (variant !== undefined) this.#visitFields(partsOf(variant), path, value, put);
  }

  #visitFields(fields: readonly FieldSchema[], path: string, value: unknown, put: Put): void {
    const held = value as Record<string, unknown>;
    for (const field of fields) {
      if (!layoutHas(this.#layout, field)) continue;
      const own = path === "" ? field.name : `${path}.${field.name}`;
      this.visit(field.type, own, held[field.name] ?? null, (one) => put({ ...held, [field.name]: one }));
    }
  }

  #visitList(of: TypeRef, path: string, values: unknown[], put: Put): void {
    values.forEach((value, i) => this.visit(of, `${path}[${i}]`, value, (one) => put(values.with(i, one))));
  }

  #visitMap(of: TypeRef, path: string, values: Map<string, unknown>, put: Put): void {
    for (const [i, [key, value]] of [...values].entries()) {
      this.visit(of, `${path}{${i}}`, value, (one) => put(new Map(values).set(key, one)));
    }
  }

  #visitValue(path: string, value: unknown, put: Put): void {
    if (Array.isArray(value)) this.#visitList("value", path, value, put);
    else if (value instanceof Map) this.#visitMap("value", path, value, put);
  }
}
