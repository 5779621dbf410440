/**
 * Changes of payloads: bytes cut out and inserted, so that they are no message, or another one.
 *
 * @module
 */
import { annotate, type CodecName, codecOf, type Layout, type Span } from "@fluxwire/wire";
import { type Draw, oneOf } from "../generate/draw.ts";

/** One change of a payload. */
export interface Splice {
  /** Its offset; changes of one payload are applied one after the other. */
  at: number;
  /** How many bytes it cuts out. */
  remove: number;
  /** The bytes that it inserts. */
  insert: Uint8Array;
}

/** The most spans that are examined; long lists have many alike. */
const MAX_SPANS = 1_000;
/** False counts, lengths and variant numbers. */
const LIES: readonly bigint[] = [0n, 1n, 2n, 31n, 55n, 56n, 255n, 2n ** 16n, 2n ** 24n, 2n ** 31n - 1n, 2n ** 32n - 1n];
const LONG_LIES: readonly bigint[] = [...LIES, 2n ** 32n, 2n ** 40n, 2n ** 63n - 1n, 2n ** 64n - 1n];

/** The payload with its changes. */
export function spliced(payload: Uint8Array, splices: readonly Splice[]): Uint8Array {
  return splices.reduce((bytes, { at, remove, insert }) => {
    const from = Math.min(at, bytes.length), to = Math.min(from + remove, bytes.length);
    const result = new Uint8Array(bytes.length - (to - from) + insert.length);
    result.set(bytes.subarray(0, from));
    result.set(insert, from);
    result.set(bytes.subarray(to), from + insert.length);
    return result;
  }, payload);
}

/** One to three changes of a payload, most of them at counts, lengths and variants. */
export function splicesOf(draw: Draw, layout: Layout, payload: Uint8Array): Splice[] {
  const { spans } = annotate("request", layout, payload, { maxSpans: MAX_SPANS });
  const numbers = spans.filter(({ type }) => type === "count" || type === "text" || type.startsWith("variant of"));
  const tags = spans.filter(({ type }) => type === "option tag" || type === "bool");
  const makers: readonly (() => Splice)[] = [
    () => flipped(draw, payload),
    () => ({ at: draw.integer(0, payload.length - 1), remove: payload.length, insert: new Uint8Array(0) }),
    () => ({ at: payload.length, remove: 0, insert: anyBytes(draw, draw.integer(1, 64)) }),
    () => ({ at: draw.integer(0, payload.length - 1), remove: draw.integer(1, 16), insert: new Uint8Array(0) }),
    () => ({ at: draw.integer(0, payload.length), remove: 0, insert: anyBytes(draw, draw.integer(1, 16)) }),
    () => repeated(draw, payload),
    () => lie(draw, codecOf(layout), oneOf(draw, numbers)),
    () => lie(draw, codecOf(layout), oneOf(draw, numbers)),
    () => ({
      at: tags.length === 0 ? 0 : oneOf(draw, tags).offset,
      remove: 1,
      insert: Uint8Array.of(oneOf(draw, [0, 1, 2, 255])),
    }),
  ];
  return Array.from({ length: draw.integer(1, 3) }, () => oneOf(draw, makers)());
}

function flipped(draw: Draw, payload: Uint8Array): Splice {
  const at = draw.integer(0, payload.length - 1);
  return { at, remove: 1, insert: Uint8Array.of(payload[at]! ^ 1 << draw.integer(0, 7)) };
}

function repeated(draw: Draw, payload: Uint8Array): Splice {
  const from = draw.integer(0, payload.length - 1);
  return { at: from, remove: 0, insert: payload.slice(from, from + draw.integer(1, 32)) };
}

function anyBytes(draw: Draw, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => draw.integer(0, 255));
}

/** A wrong number in place of a variant's, a count or the length of a text. */
function lie(draw: Draw, codec: CodecName, { offset, length, type, value }: Span): Splice {
  if (codec === "bincode") {
    const bytes = type.startsWith("variant of") ? 4 : 8;
    return { at: offset, remove: bytes, insert: fixed(oneOf(draw, bytes === 4 ? LIES : LONG_LIES), bytes) };
  }
  const contentBytes = type === "text" ? new TextEncoder().encode(value as string).length : 0;
  return { at: offset, remove: length - contentBytes, insert: varint(oneOf(draw, LONG_LIES)) };
}

function fixed(number: bigint, bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, i) => Number(number >> BigInt(8 * i) & 0xffn));
}

function varint(number: bigint): Uint8Array {
  const bytes: number[] = [];
  for (; number > 0x7fn; number >>= 7n) bytes.push(Number(number & 0x7fn) | 0x80);
  return Uint8Array.of(...bytes, Number(number));
}
