/**
 * How the two serializers write counts, variants and integers (PROTOCOL.md#primitives).
 *
 * @module
 */
import type { CodecName } from "../layout.ts";
import type { RowBytes } from "./row_bytes.ts";

/** The most bytes of any number. */
export const MAX_NUMBER_BYTES = 10;

/** Writes numbers; the caller has reserved {@link MAX_NUMBER_BYTES}. */
export interface NumberForms {
  /** A count or length. */
  count(out: RowBytes, value: number): void;
  /** The number of a variant. */
  variant(out: RowBytes, value: number): void;
  /** A signed integer of 64 bits. */
  integer(out: RowBytes, value: bigint): void;
}

const words = new Int32Array(2);
const asBig = new BigInt64Array(words.buffer);

const BINCODE: NumberForms = {
  count(out, value) {
    out.view.setUint32(out.at, value, true);
    out.view.setUint32(out.at + 4, 0, true);
    out.at += 8;
  },
  variant(out, value) {
    out.view.setUint32(out.at, value, true);
    out.at += 4;
  },
  integer(out, value) {
    out.view.setBigInt64(out.at, value, true);
    out.at += 8;
  },
};

const POSTCARD: NumberForms = {
  count: varint,
  variant: varint,
  integer(out, value) {
    asBig[0] = value;
    zigzag(out, words[0]!, words[1]!);
  },
};

/** Zigzag, then seven bits a byte, on halves of 32 bits: bigints would be several times as slow. */
function zigzag(out: RowBytes, low: number, high: number): void {
  const sign = high >> 31;
  let lowest = ((low << 1) ^ sign) >>> 0, highest = (((high << 1) | (low >>> 31)) ^ sign) >>> 0;
  while (highest !== 0) {
    out.bytes[out.at++] = lowest & 0x7f | 0x80;
    lowest = ((lowest >>> 7) | (highest << 25)) >>> 0;
    highest >>>= 7;
  }
  varint(out, lowest);
}

function varint(out: RowBytes, value: number): void {
  let rest = value;
  while (rest > 0x7f) {
    out.bytes[out.at++] = rest & 0x7f | 0x80;
    rest >>>= 7;
  }
  out.bytes[out.at++] = rest;
}

/** The forms of a serializer. */
export function numberForms(codec: CodecName): NumberForms {
  return codec === "bincode" ? BINCODE : POSTCARD;
}
