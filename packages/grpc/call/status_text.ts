/**
 * `grpc-message`: a status text in percent-encoding.
 *
 * @module
 */

const PLAIN = /^[\x20-\x24\x26-\x7e]*$/;

/** A text as printable ASCII. */
export function encodeStatusText(text: string): string {
  if (PLAIN.test(text)) return text;
  let encoded = "";
  for (const byte of new TextEncoder().encode(text)) {
    encoded += byte >= 0x20 && byte <= 0x7e && byte !== 0x25
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
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
