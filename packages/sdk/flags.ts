/**
 * Sets of flags by the names of their bits. The names are upstream's: `fluxwire probe describe DriverCapabilities`
 * lists them.
 *
 * @module
 */
import type { Layout } from "@fluxwire/wire";
import { layoutHas, SCHEMA } from "@fluxwire/wire/internal";

/** The sets of flags that describe a driver's abilities. */
export type FlagSet = "DriverCapabilities" | "SchemaFeatures" | "CodeGenCapabilities";

/** Changes to the flags that follow from a driver's methods, form and metadata. */
export interface FlagChanges {
  /** Names of flags to set in addition. */
  add?: readonly string[];
  /** Names of flags to clear. */
  remove?: readonly string[];
}

/** The names of a set's flags, by bit. */
export function flagNames(set: FlagSet): ReadonlyMap<number, string> {
  const definition = SCHEMA[set]!;
  if (!("flags" in definition)) throw new TypeError(`${set} is not a set of flags`);
  return new Map(definition.flags.map(({ name, bit }) => [bit, name]));
}

/**
 * The bits of flags.
 *
 * @throws {TypeError} for a name that no flag of the set has.
 */
export function bitsOf(set: FlagSet, names: Iterable<string>): bigint {
  const bits = new Map([...flagNames(set)].map(([bit, name]) => [name, 1n << BigInt(bit)]));
  let all = 0n;
  for (const name of names) {
    const bit = bits.get(name);
    if (bit === undefined) {
      throw new TypeError(
        `Cannot define driver: ${set} has no flag ${JSON.stringify(name)}; it has ${[...bits.keys()].join(", ")}`,
      );
    }
    all |= bit;
  }
  return all;
}

/** The names of the flags that are set, in the order of their bits. */
export function namesOf(set: FlagSet, bits: bigint): string[] {
  return [...flagNames(set)].filter(([bit]) => (bits >> BigInt(bit) & 1n) === 1n).map(([, name]) => name);
}

/**
 * The bits that a layout has. A host that receives a single unknown bit takes the whole set for empty (hazard H9), so
 * the codec writes no others.
 */
export function maskOf(set: FlagSet, layout: Layout): bigint {
  const definition = SCHEMA[set]!;
  if (!("flags" in definition)) throw new TypeError(`${set} is not a set of flags`);
  const known = definition.flags.filter((flag) => layoutHas(layout, flag));
  return known.reduce((mask, { bit }) => mask | 1n << BigInt(bit), 0n);
}

/** The flags that an author chose: all of them as bits, or the derived ones with changes. */
export function chosenFlags(
  set: FlagSet,
  choice: bigint | number | FlagChanges | undefined,
  derived: Iterable<string>,
): bigint {
  if (typeof choice === "bigint" || typeof choice === "number") return BigInt(choice);
  const { add = [], remove = [] } = choice ?? {};
  return (bitsOf(set, derived) | bitsOf(set, add)) & ~bitsOf(set, remove);
}
