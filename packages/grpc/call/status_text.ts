/**
 * `grpc-message`: a status text in percent-encoding.
 *
 * @module
 */

const PLAIN = /^[\x20-\x24\x26-\x7e]*$/;

/**
 * What is sent of a text, in encoded characters: other libraries refuse header lists of more than 8 KiB, and with a list that is
 * much longer the connection.
 */
const MAX_ENCODED = 4_096;
const CUT = "...";

/** A text as printable ASCII; of one that is too long the beginning, and `...`. */
export function encodeStatusText(text: string): string {
  if (text.length <= MAX_ENCODED && PLAIN.test(text)) return text;
  let encoded = "", end = 0;
  for (const character of text) {
    encoded += encodeCharacter(character);
    if (encoded.length <= MAX_ENCODED - CUT.length) end = encoded.length;
    if (encoded.length > MAX_ENCODED) return encoded.slice(0, end) + CUT;
  }
  return encoded;
}

function encodeCharacter(character: string): string {
  if (PLAIN.test(character)) return character;
  const bytes = [...new TextEncoder().encode(character)];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}

/** The text again; what is no valid encoding stays as it is. */
export function decodeStatusText(encoded: string): string {
  if (!encoded.includes("%")) return encoded;
  const bytes: number[] = [];
  for (let at = 0; at < encoded.length; at++) {
    const hex = encoded[at] === "%" ? /^[0-9A-Fa-f]{2}$/.exec(encoded.slice(at + 1, at + 3)) : null;
    bytes.push(hex === null ? encoded.charCodeAt(at) & 255 : parseInt(hex[0], 16));
    if (hex !== null) at += 2;
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
