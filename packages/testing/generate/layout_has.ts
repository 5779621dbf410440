/**
 * What of the tables a layout has.
 *
 * @module
 */
import { type Definition, type Layout, LAYOUTS } from "@fluxwire/wire";

/** Whether a layout has a field, a variant or a flag. */
export function layoutHas(layout: Layout, { since = "0.4" }: { since?: Layout }): boolean {
  return LAYOUTS.indexOf(layout) >= LAYOUTS.indexOf(since);
}

/** The flags that a layout has, as one integer. */
export function maskOf({ flags }: Extract<Definition, { bits: 32 | 64 }>, layout: Layout): bigint {
  return flags.reduce((mask, flag) => layoutHas(layout, flag) ? mask | 1n << BigInt(flag.bit) : mask, 0n);
}
