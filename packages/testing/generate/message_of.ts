/**
 * Any message of the tables, as the codec decodes it: fields that its layout lacks are null.
 *
 * @module
 */
import {
  type Definition,
  type Envelopes,
  type FieldSchema,
  type Layout,
  layoutHas,
  maskOf,
  type Primitive,
  type Role,
  ROOTS,
  SCHEMA,
  type TypeRef,
  type VariantSchema,
} from "@fluxwire/wire";
import { type Draw, onceIn, oneOf } from "./draw.ts";
import { canMakeVariant, canMakeWithin } from "./can_make.ts";
import { partsOf } from "./parts_of.ts";
import * as primitive from "./primitive_of.ts";

/** Below this level lists are empty and options are absent. */
const MAX_LEVELS = 6;

/** The bodies that a role has in a layout, except impossible ones. */
export function bodiesOf(role: Role, layout: Layout): string[] {
  const maker = new MessageMaker({ integer: (min) => min }, layout);
  const { variants } = bodyOf(role);
  return variants.filter((variant) => layoutHas(layout, variant) && maker.canMakeVariant(variant))
    .map(({ name }) => name);
}

function bodyOf(role: Role): Extract<Definition, { variants: VariantSchema[] }> {
  const { fields } = SCHEMA[ROOTS[role]] as { fields: FieldSchema[] };
  const { type } = fields.at(-1)!;
  return SCHEMA[(type as { ref: string }).ref] as Extract<Definition, { variants: VariantSchema[] }>;
}

/** A message with the given body. */
export function messageOf<R extends Role>(draw: Draw, role: R, layout: Layout, body: string): Envelopes[R] {
  const maker = new MessageMaker(draw, layout);
  const { fields } = SCHEMA[ROOTS[role]] as { fields: FieldSchema[] };
  const variant = bodyOf(role).variants.find(({ name }) => name === body)!;
  return { ...maker.fields(fields.slice(0, -1)), body: maker.variant(variant) } as unknown as Envelopes[R];
}

class MessageMaker {
  readonly #draw: Draw;
  readonly #layout: Layout;
  #level = 0;

  constructor(draw: Draw, layout: Layout) {
    this.#draw = draw;
    this.#layout = layout;
  }

  fields(fields: readonly FieldSchema[]): Record<string, unknown> {
    return Object.fromEntries(
      fields.map((field) => [field.name, layoutHas(this.#layout, field) ? this.#make(field.type) : null]),
    );
  }

  variant(variant: VariantSchema): Record<string, unknown> {
    return { type: variant.name, ...this.fields(partsOf(variant)) };
  }

  canMakeVariant(variant: VariantSchema): boolean {
    return canMakeVariant(variant, this.#layout, this.#level < MAX_LEVELS);
  }

  #canMake(type: TypeRef): boolean {
    return canMakeWithin(type, this.#layout, this.#level < MAX_LEVELS);
  }

  #make(type: TypeRef): unknown {
    this.#level++;
    try {
      return this.#makeHere(type);
    } finally {
      this.#level--;
    }
  }

  #makeHere(type: TypeRef): unknown {
    const draw = this.#draw;
    if (typeof type === "string") return this.#primitive(type);
    switch (type.kind) {
      case "option":
        return this.#isEmpty(type.of) || onceIn(draw, 3) ? null : this.#make(type.of);
      case "list":
        return Array.from({ length: this.#length(type.of) }, () => this.#make(type.of));
      case "map": {
        const entries = Array.from(
          { length: this.#length(type.of) },
          () => [primitive.text(draw), this.#make(type.of)],
        );
        return new Map(entries as [string, unknown][]);
      }
      case "pair":
        return type.of.map((part) => this.#make(part));
      case "impossible":
        throw new Error(`Cannot make a message: ${type.why}`);
      case "ref":
        return this.#declared(type.ref);
    }
  }

  #declared(name: string): unknown {
    const draw = this.#draw;
    const definition = SCHEMA[name]!;
    if ("fields" in definition) return this.fields(definition.fields);
    if ("variants" in definition) {
      const { variants } = definition;
      const possible = variants.filter((variant) => layoutHas(this.#layout, variant) && this.canMakeVariant(variant));
      const variant = oneOf(draw, possible);
      return definition.plain ? variant.name : this.variant(variant);
    }
    const flags = (onceIn(draw, 3) ? 2n ** 64n - 1n : primitive.u64(draw)) & maskOf(definition, this.#layout);
    return definition.bits === 32 ? Number(flags) : flags;
  }

  #length(of: TypeRef): number {
    return this.#isEmpty(of) ? 0 : this.#draw.integer(0, 3);
  }

  #isEmpty(of: TypeRef): boolean {
    return this.#level > MAX_LEVELS + 4 || !this.#canMake(of) || (this.#level > MAX_LEVELS && onceIn(this.#draw, 2));
  }

  #primitive(type: Primitive): unknown {
    const draw = this.#draw;
    if (type === "bool") return onceIn(draw, 2);
    if (type !== "rows") return primitive[type](draw);
    const width = draw.integer(0, 4);
    return Array.from(
      { length: draw.integer(0, 4) },
      () => Array.from({ length: width }, () => primitive.value(draw)),
    );
  }
}
