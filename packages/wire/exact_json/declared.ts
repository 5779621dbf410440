/**
 * The exact JSON of the declared types: structs, enums and sets of flags.
 *
 * @module
 */
import { SCHEMA } from "../schema.ts";
import type { Primitive, TypeRef, VariantSchema } from "../schema_types.ts";
import { BYTES } from "./bytes.ts";
import { Fields } from "./fields.ts";
import { F32, F64 } from "./floats.ts";
import { type JsonForm, sameInJson } from "./form.ts";
import { FLAGS_32, FLAGS_64, I64, U16, U32, U64 } from "./integers.ts";
import { mismatch, MismatchError, objectOf, quoted, within } from "./mismatch.ts";
import { impossibleForm, listForm, mapForm, oneDeeper, optionForm, pairForm } from "./parts.ts";
import { CHARACTER, TEXT, UUID_TEXT } from "./texts.ts";
import { VALUE } from "./value.ts";

const PRIMITIVES: Readonly<Record<Primitive, JsonForm>> = {
  bool: sameInJson((value) => {
    if (typeof value !== "boolean") throw mismatch("a boolean", value);
    return value;
  }),
  u16: U16,
  u32: U32,
  u64: U64,
  i64: I64,
  f32: F32,
  f64: F64,
  char: CHARACTER,
  text: TEXT,
  uuid: UUID_TEXT,
  bytes: BYTES,
  value: VALUE,
  rows: listForm(listForm(VALUE)),
};

const FORMS = new Map<string, JsonForm>();

/** The form of a declared type, created on first use. */
export function declaredForm(name: string): JsonForm {
  const made = FORMS.get(name);
  if (made !== undefined) return made;
  // A name that occurs before its form exists is inside its own type, so the type can be nested.
  const nested = (): JsonForm => FORMS.get(name)!;
  FORMS.set(name, {
    toJson: (value, depth) => nested().toJson(value, oneDeeper(depth)),
    fromJson: (json, depth) => nested().fromJson(json, oneDeeper(depth)),
  });
  const form = makeForm(name);
  FORMS.set(name, form);
  return form;
}

function makeForm(name: string): JsonForm {
  const definition = SCHEMA[name]!;
  if ("fields" in definition) return structForm(name, new Fields(name, definition.fields, typeForm));
  if ("bits" in definition) return definition.bits === 32 ? FLAGS_32 : FLAGS_64;
  return definition.plain ? nameForm(name, definition.variants) : variantForm(name, definition.variants);
}

function typeForm(type: TypeRef): JsonForm {
  if (typeof type === "string") return PRIMITIVES[type];
  switch (type.kind) {
    case "ref":
      return declaredForm(type.ref);
    case "option":
      return optionForm(typeForm(type.of));
    case "list":
      return listForm(typeForm(type.of));
    case "map":
      return mapForm(typeForm(type.of));
    case "pair":
      return pairForm(typeForm(type.of[0]), typeForm(type.of[1]));
    case "impossible":
      return impossibleForm(type.why);
  }
}

function structForm(name: string, fields: Fields): JsonForm {
  return {
    toJson(value, depth) {
      const json = {};
      fields.toJson(objectOf(value, name), json, depth);
      return json;
    },
    fromJson(json, depth) {
      const value = {};
      fields.fromJson(objectOf(json, name), value, 0, depth);
      return value;
    },
  };
}

function unknownVariant(name: string, tag: unknown): MismatchError {
  if (typeof tag !== "string") return mismatch(`a variant of ${name}`, tag);
  return new MismatchError(`expected a variant of ${name}, found ${quoted(tag)}`);
}

/** An enum without payloads: the variant's name. */
function nameForm(name: string, variants: readonly VariantSchema[]): JsonForm {
  const known = new Set<unknown>(variants.map((variant) => variant.name));
  return sameInJson((value) => {
    if (!known.has(value)) throw unknownVariant(name, value);
    return value;
  });
}

/** An enum with payloads: an object whose `type` is the variant's name. */
function variantForm(name: string, variants: readonly VariantSchema[]): JsonForm {
  const known = new Map<unknown, Fields>(variants.map((variant) => [variant.name, payloadFields(name, variant)]));
  const fieldsOf = (type: unknown): Fields => {
    const fields = known.get(type);
    if (fields === undefined) throw within(unknownVariant(name, type), ".type");
    return fields;
  };
  return {
    toJson(value, depth) {
      const source = objectOf(value, name);
      const json = { type: source.type };
      fieldsOf(source.type).toJson(source, json, depth);
      return json;
    },
    fromJson(json, depth) {
      const source = objectOf(json, name);
      const value = { type: source.type };
      fieldsOf(source.type).fromJson(source, value, 1, depth);
      return value;
    },
  };
}

function payloadFields(owner: string, { name, fields, struct, value }: VariantSchema): Fields {
  if (struct !== undefined) {
    const definition = SCHEMA[struct]!;
    if ("fields" in definition) return new Fields(struct, definition.fields, typeForm);
  }
  const own = value === undefined ? fields ?? [] : [{ name: "value", type: value }];
  return new Fields(`${owner} ${name}`, own, typeForm);
}
