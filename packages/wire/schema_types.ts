/**
 * The types of the generated tables in `schema.ts`.
 *
 * @module
 */
import type { LayoutName } from "./schema.ts";

export type { LayoutName };

/** A type without parts. */
export type Primitive =
  | "bool"
  | "u16"
  | "u32"
  | "u64"
  | "i64"
  | "f32"
  | "f64"
  | "char"
  | "text"
  | "uuid"
  | "bytes"
  | "value"
  | "rows";

/** A type with parts, or a named type; code switches over its kind. */
export type Compound =
  | { kind: "option"; of: TypeRef; omitted?: "tail" | "gap" }
  | { kind: "list"; of: TypeRef; omitted?: "tail" | "gap" }
  | { kind: "map"; of: TypeRef }
  | { kind: "pair"; of: [TypeRef, TypeRef] }
  | { kind: "impossible"; why: string }
  | { kind: "ref"; ref: string; nested?: true };

/** The type of one place in a frame. */
export type TypeRef = Primitive | Compound;

/** A field of a struct or of a variant. */
export interface FieldSchema {
  /** The key in TypeScript. */
  name: string;
  /** What it holds. */
  type: TypeRef;
  /** The first layout that has it; 0.4 if absent. */
  since?: LayoutName;
  /** The value written if a message leaves the field out. */
  default?: string;
}

/** One alternative of an enum. */
export interface VariantSchema {
  /** Its name. */
  name: string;
  /** The first layout that has it; 0.4 if absent. */
  since?: LayoutName;
  /** The variant's fields, beside `type`. */
  fields?: FieldSchema[];
  /** The struct whose fields are beside `type`. */
  struct?: string;
  /** The type of the key `value`. */
  value?: TypeRef;
}

/** One flag of a set. */
export interface FlagSchema {
  /** Upstream's name. */
  name: string;
  /** The number of its bit, from 0. */
  bit: number;
  /** The first layout that has it; 0.4 if absent. */
  since?: LayoutName;
}

/** A declared type: a struct, an enum or a set of flags, with the message group it belongs to. */
export type Definition =
  & { group: string }
  & (
    | { fields: FieldSchema[] }
    | { plain: boolean; variants: VariantSchema[] }
    | { bits: 32 | 64; flags: FlagSchema[] }
  );
