/**
 * Long frames from short ones: one element of a list, or one level of nesting, many times.
 *
 * @module
 */
import { codecOf, encode, type Envelopes, type Layout, type Role } from "@fluxwire/wire";

/** The longest payload of a frame. */
export const MAX_BYTES: number = 16 * 2 ** 20;

/** Two messages that differ in one element of one list. */
export interface Pair<R extends Role> {
  /** The message whose list is empty. */
  empty: Envelopes[R];
  /** The message whose list has one element. */
  single: Envelopes[R];
}

/** A list that fills a payload. */
export interface Repeated {
  payload: Uint8Array;
  /** How many elements it has. */
  count: number;
}

/**
 * The message with that element repeated as often as `maxBytes` and `maxCount` allow.
 *
 * Two bodies that differ in a count and its elements differ first in the count: 0 and 1.
 */
export function repeatedElement<R extends Role>(
  role: R,
  layout: Layout,
  { empty, single }: Pair<R>,
  { maxBytes = MAX_BYTES, maxCount = Infinity }: { maxBytes?: number; maxCount?: number } = {},
): Repeated {
  const [without, withOne] = [encode(role, layout, empty), encode(role, layout, single)];
  const at = firstDifference(without, withOne);
  const behind = at + (codecOf(layout) === "postcard" ? 1 : 8);
  const element = withOne.subarray(behind, behind + withOne.length - without.length);
  const room = maxBytes - without.length - 8;
  const count = Math.min(Math.floor(room / element.length), maxCount);
  const parts = [without.subarray(0, at), countOf(layout, count), times(element, count), without.subarray(behind)];
  return { payload: joined(parts), count };
}

/** The deeper message with its additional bytes repeated `levels` times. */
export function repeatedLevel<R extends Role>(
  role: R,
  layout: Layout,
  shallow: Envelopes[R],
  deeper: Envelopes[R],
  levels: number,
): Uint8Array {
  const [outer, inner] = [encode(role, layout, shallow), encode(role, layout, deeper)];
  const length = inner.length - outer.length;
  const at = firstDifference(outer, inner);
  return joined([outer.subarray(0, at), times(inner.subarray(at, at + length), levels), outer.subarray(at)]);
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? a.length : at;
}

/** A count in the encoding of a layout. */
function countOf(layout: Layout, count: number): Uint8Array {
  if (codecOf(layout) === "bincode") return new Uint8Array(new BigUint64Array([BigInt(count)]).buffer);
  const bytes = [];
  for (; count > 127; count >>>= 7) bytes.push(count & 127 | 128);
  return Uint8Array.of(...bytes, count);
}

function times(unit: Uint8Array, count: number): Uint8Array {
  const bytes = new Uint8Array(unit.length * count);
  for (let i = 0; i < count; i++) bytes.set(unit, i * unit.length);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
