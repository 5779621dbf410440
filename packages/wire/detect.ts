/**
 * Detects the codec of a connection from its first payload, before any decoding: a bincode Hello is well-formed
 * postcard (PROTOCOL.md#layouts), so trying one codec after the other would give wrong results.
 *
 * @module
 */
import { type CodecName, codecOf, LAYOUTS } from "./layout.ts";
import { METHOD_TABLE } from "./method.ts";
import { layoutHas } from "./since.ts";

const NEWEST_BINCODE = LAYOUTS.findLast((layout) => codecOf(layout) === "bincode")!;

/** The highest number of a request in bincode; later requests exist only in postcard. */
const LAST_REQUEST = Object.values(METHOD_TABLE).filter((method) => layoutHas(NEWEST_BINCODE, method)).length - 1;

/**
 * The codec of a request: bincode if and only if it looks like a bincode header, with both halves of the version
 * below 256, both option tags 0 or 1, a uuid (if present) of 16 bytes, and an existing variant number.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 *
 * strictEqual(detectCodec(Uint8Array.fromHex("010001000000000000000000000003000000")), "bincode");
 * strictEqual(detectCodec(Uint8Array.fromHex("01020000000003")), "postcard");
 * ```
 */
export function detectCodec(payload: Uint8Array): CodecName {
  return isBincodeHeader(payload) ? "bincode" : "postcard";
}

function isBincodeHeader(payload: Uint8Array): boolean {
  if (payload.length < 18 || payload[1] !== 0 || payload[3] !== 0) return false;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  let at = 12;
  if (payload[at] === 1) {
    if (payload.length < at + 9 || view.getBigUint64(at + 1, true) !== 16n) return false;
    at += 24;
  } else if (payload[at] !== 0) {
    return false;
  }
  at += 1;
  if (payload[at] === 1) at += 8;
  else if (payload[at] !== 0) return false;
  at += 1;
  return payload.length >= at + 4 && view.getUint32(at, true) <= LAST_REQUEST;
}
