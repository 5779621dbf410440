/**
 * Smaller values for a place of a message, for minimising a finding.
 *
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import type { Layout } from "@fluxwire/wire";
import { canMake } from "../generate/can_make.ts";
import { leastOf } from "../generate/least_of.ts";
import type { Place } from "./places.ts";
import { innerOf } from "./recursion.ts";

/** Smaller values for a place, the smallest first. */
export function smallerOf({ type, value }: Pick<Place, "type" | "value">, layout: Layout): unknown[] {
  const candidates = [
    ...(canMake(type, layout) ? [leastOf(type, layout)] : []),
    ...innerOf(type, value),
    ...lessOf(value),
  ];
  return candidates.filter((candidate) => !isDeepStrictEqual(candidate, value));
}

function lessOf(value: unknown): unknown[] {
  if (typeof value === "string") return [...partsOf(value), plain(value)];
  if (value instanceof Uint8Array) return [...partsOf(value), new Uint8Array(value.length)];
  if (Array.isArray(value)) return partsOf(value);
  if (value instanceof Map) return partsOf([...value]).map((entries) => new Map(entries as [string, unknown][]));
  if (typeof value === "bigint") return nearer(value);
  return typeof value === "number" && Number.isSafeInteger(value) ? nearer(BigInt(value)).map(Number) : [];
}

/** Halves, and all but one. A text may be cut within a character: it cannot be sent, so minimising rejects it. */
function partsOf<T extends string | Uint8Array | unknown[]>(value: T): T[] {
  const { length } = value, half = length >> 1;
  if (length === 0) return [];
  const cuts = [[0, half], [half, length], [0, length - (length >> 3)], [length >> 3, length], [0, length - 1], [
    1,
    length,
  ]];
  return cuts.filter(([from, to]) => to! - from! < length).map(([from, to]) => value.slice(from, to) as T);
}

/** A text of the same length in plain characters. */
function plain(text: string): string {
  return "a".repeat(text.length);
}

function nearer(value: bigint): bigint[] {
  const step = value < 0n ? 1n : -1n;
  return value === 0n ? [] : [0n, value / 2n, value + step];
}
