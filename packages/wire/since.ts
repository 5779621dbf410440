/**
 * The layouts that have a field, a variant or a flag: the one in its declaration, and every later one.
 *
 * @module
 */
import { numberOf } from "./checked.ts";
import { LAYOUTS } from "./schema.ts";
import type { Definition, LayoutName } from "./schema_types.ts";

/** A part of the tables, with the layout that added it. */
export interface Dated {
  /** The first layout that has it; the oldest if absent. */
  since?: LayoutName;
}

/** The first layout that has a part. */
export function sinceOf({ since = LAYOUTS[0] }: Dated): LayoutName {
  return since;
}

/**
 * Whether a layout has a field, a variant or a flag.
 *
 * @throws {RangeError} for an unknown layout.
 */
export function layoutHas(layout: LayoutName, dated: Dated): boolean {
  return numberOf("layout", layout, LAYOUTS) >= LAYOUTS.indexOf(sinceOf(dated));
}

/** The flags of a set that a layout has, as one integer. */
export function maskOf({ flags }: Extract<Definition, { bits: 32 | 64 }>, layout: LayoutName): bigint {
  return flags.reduce((mask, flag) => layoutHas(layout, flag) ? mask | 1n << BigInt(flag.bit) : mask, 0n);
}
