/**
 * Lists the parts of messages that cannot cross the wire, from the codec's tables: parts whose upstream encoding is
 * unreadable (H3, H4), and lists that upstream leaves out in the middle of a frame (H7).
 *
 * @module
 */
import { SCHEMA } from "./schema.ts";
import type { FieldSchema, TypeRef, VariantSchema } from "./schema_types.ts";

/** A part of a message that cannot cross. */
export interface Uncrossable {
  /** The request or response, by its name. */
  message: string;
  /** The field path within its body: `request.filter`, `result.metadataExtra.*`. */
  path: string;
  /** When such a message can cross: `never`, only `without` the part, or only `with` the complete part. */
  crosses: "never" | "without" | "with";
  /** Why it cannot cross. */
  reason: string;
}

const LEFT_OUT = "upstream leaves an empty list out in the middle of a frame, which readers cannot recognise (H7)";

/** A place inside a message. */
interface Place {
  path: string;
  /** Whether every message has it. */
  isWhole: boolean;
  /** The enclosing declared types: a type inside itself adds nothing. */
  above: readonly string[];
}

/** A part that was found at a place. */
type Part = Omit<Uncrossable, "message">;

/** The parts of a driver's messages that cannot cross the wire, message by message, in the order of the wire. */
export function uncrossable(role: "request" | "response"): Uncrossable[] {
  const definition = SCHEMA[role === "request" ? "DriverRequestBody" : "DriverResponseBody"]!;
  if (!("variants" in definition)) throw new TypeError("The bodies of envelopes are enums");
  return definition.variants.flatMap((variant) =>
    unlessRepeated(inVariant(variant, { path: "", isWhole: true, above: [] })).map((part) => ({
      message: variant.name,
      ...part,
    }))
  );
}

function inVariant(variant: VariantSchema, place: Place): Part[] {
  if (variant.struct !== undefined) return inDeclared(variant.struct, place);
  if (variant.value !== undefined) return inType(variant.value, place);
  return inFields(variant.fields ?? [], place);
}

function inFields(fields: readonly FieldSchema[], { path, ...place }: Place): Part[] {
  return fields.flatMap(({ name, type }) => inType(type, { ...place, path: path === "" ? name : `${path}.${name}` }));
}

function inType(type: TypeRef, place: Place): Part[] {
  if (typeof type === "string") return [];
  switch (type.kind) {
    case "impossible":
      return [{ path: place.path, crosses: place.isWhole ? "never" : "without", reason: type.why }];
    case "ref":
      return inDeclared(type.ref, place);
    case "pair":
      return type.of.flatMap((part) => inType(part, place));
    case "map":
      return inType(type.of, { ...place, path: `${place.path}.*` });
    case "list": {
      const own: Part[] = type.omitted === "gap" ? [{ path: place.path, crosses: "with", reason: LEFT_OUT }] : [];
      return [...own, ...inType(type.of, { ...place, path: `${place.path}[]` })];
    }
    case "option":
      return inType(type.of, { ...place, isWhole: false });
  }
}

function inDeclared(name: string, { path, isWhole, above }: Place): Part[] {
  const definition = SCHEMA[name]!;
  if (above.includes(name) || "flags" in definition) return [];
  const below = { path, above: [...above, name] };
  if ("fields" in definition) return inFields(definition.fields, { ...below, isWhole });
  return definition.variants.flatMap((variant) => inVariant(variant, { ...below, isWhole: false }));
}

/** Removes repeated paths: several variants of an enum can have the same path. */
function unlessRepeated(parts: readonly Part[]): Part[] {
  return parts.filter(({ path }, index) => parts.findIndex((part) => part.path === path) === index);
}
