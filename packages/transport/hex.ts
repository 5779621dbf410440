/**
 * Bytes as people write them in hexadecimal digits.
 *
 * @module
 */

/** What may stand between the bytes: `01 02`, `01:02`, `01-02`, over several lines too. */
const BETWEEN = /[\s:-]+/;

/**
 * The bytes that a text stands for; null for a text that is not hex.
 *
 * Blanks, `:` and `-` may part the bytes, and `0x` may stand before each part: `0x0102`, `0x01 0x02`, `01:02`. No part
 * ends within a byte.
 */
export function fromHex(text: string): Uint8Array | null {
  const digits = text.split(BETWEEN).filter((part) => part !== "").map((part) => part.replace(/^0x(?=.)/i, ""));
  if (!digits.every((part) => part.length % 2 === 0 && /^[0-9a-f]*$/i.test(part))) return null;
  return Uint8Array.fromHex(digits.join(""));
}
