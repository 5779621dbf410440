/**
 * Bytes as text of one character each, so that both are searched alike.
 *
 * @module
 */
const CHUNK_BYTES = 8_192;
const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/** One character for each byte. */
export function textOfBytes(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES));
  }
  return text;
}

/** The bytes that {@link textOfBytes} has made a text of. */
export function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** A text in UTF-8, one character for each byte. */
export function utf8Text(text: string): string {
  return textOfBytes(utf8.encode(text));
}

/** The text that bytes are in UTF-8; one character for each byte if they are not UTF-8. */
export function textOfUtf8(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return textOfBytes(bytes);
  }
}
