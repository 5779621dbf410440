/**
 * The fields beside the tag of a variant.
 *
 * @module
 */
import { type FieldSchema, SCHEMA, type VariantSchema } from "@fluxwire/wire";

/** The parts beside a variant's tag, as fields. */
export function partsOf({ fields, struct, value }: VariantSchema): readonly FieldSchema[] {
  if (struct !== undefined) return (SCHEMA[struct] as { fields: FieldSchema[] }).fields;
  return value === undefined ? fields ?? [] : [{ name: "value", type: value }];
}
