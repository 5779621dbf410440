/**
 * The exact JSON of bytes: `{ type: "Bytes", base64 }`.
 *
 * @module
 */
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
    return Uint8Array.fromBase64(base64, { lastChunkHandling: "strict" });
  } catch (error) {
    throw new MismatchError(`expected base64, found ${quoted(base64)}`, { cause: error });
  }
}

/** Bytes. */
export const BYTES: JsonForm = {
  toJson(value) {
    if (!(value instanceof Uint8Array)) throw mismatch("a Uint8Array", value);
    return { type: "Bytes", base64: value.toBase64() };
  },
  fromJson: (json) => taggedPayload(json, "Bytes", "base64", bytesOf),
};
