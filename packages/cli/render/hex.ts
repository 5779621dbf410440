/**
 * Bytes from hexadecimal digits.
 *
 * @module
 */

/** The bytes of a text in hex; null if it is not hex. White space and upper case are allowed. */
export function fromHex(text: string): Uint8Array | null {
  const digits = text.replace(/\s+/g, "");
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return null;
  return Uint8Array.fromHex(digits);
}
