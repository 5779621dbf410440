/**
 * The exact JSON of bytes: `{ type: "Bytes", base64 }`.
 *
 * @module
 */
import { byteLength, hasLostBytes } from "../intrinsic.ts";
import { LOST_BYTES } from "../unwritable.ts";
import type { JsonForm } from "./form.ts";
import { mismatch, MismatchError, quoted } from "./mismatch.ts";
import { taggedPayload } from "./tagged.ts";

/**
 * The bytes of a base64 text.
 *
 * @throws {MismatchError} for other characters, missing padding or left-over bits.
 */
export function bytesOf(base64: unknown): Uint8Array {
  if (typeof base64 !== "string") throw mismatch("base64", base64);
  try {
    return fromBase64(base64);
  } catch (error) {
    throw new MismatchError(`expected base64, found ${quoted(base64)}`, { cause: error });
  }
}

/** The most bytes passed as arguments of one call: engines limit the number of arguments. */
const CHUNK_BYTES = 8_192;

// Not with the methods of Uint8Array, which Node 24 lacks.
function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES));
  }
  return btoa(binary);
}

function fromBase64(base64: string): Uint8Array {
  const binary = atob(base64), bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  // atob accepts spaces, missing padding and left-over bits.
  if (toBase64(bytes) !== base64) throw new RangeError("not the one base64 text of its bytes");
  return bytes;
}

/** Bytes. */
export const BYTES: JsonForm = {
  toJson(value) {
    const length = byteLength(value);
    if (length === null) throw mismatch("a Uint8Array", value);
    if (length === 0 && hasLostBytes(value as Uint8Array)) throw new MismatchError(LOST_BYTES);
    // A copy without what its class says of it.
    const bytes = new Uint8Array(length);
    bytes.set(value as Uint8Array);
    return { type: "Bytes", base64: toBase64(bytes) };
  },
  fromJson: (json) => taggedPayload(json, "Bytes", "base64", bytesOf),
};
