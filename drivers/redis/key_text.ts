/**
 * Bytes as text. Redis keys, fields and members are bytes, but the wire has only text for them. UTF-8 stays unchanged;
 * other bytes are shown escaped after a mark, can be read under that name, and are refused in writes.
 *
 * @module
 */
import { Buffer, isUtf8 } from "node:buffer";
import { DriverError } from "@fluxwire/sdk";

/** The mark before every escaped text. Text that begins with it is escaped too, so that no two keys look alike. */
const MARK = "[not UTF-8] ";

const utf8 = new TextEncoder();

/** The text of bytes: unchanged if they are UTF-8, otherwise the mark and `\xNN` for each byte that is not plain. */
export function toText(bytes: Uint8Array): string {
  const text = toUtf8(bytes);
  if (text !== null && !text.startsWith(MARK)) return text;
  return MARK + Array.from(bytes, escape).join("");
}

/** The text of bytes, or null if they are not UTF-8. For short texts, this is twice as fast as a TextDecoder. */
export function toUtf8(bytes: Uint8Array): string | null {
  if (!isUtf8(bytes)) return null;
  const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString("utf8");
}

/**
 * The bytes of a text, for reading.
 *
 * @throws {DriverError} `InvalidRequest` for a marked text that was never shown.
 */
export function toBytes(text: string): Uint8Array {
  if (!text.startsWith(MARK)) return utf8.encode(text);
  const escaped = text.slice(MARK.length);
  if (/[^\x20-\x7e]|\\(?!x[0-9a-f]{2})/.test(escaped)) {
    throw new DriverError("InvalidRequest", `Cannot read ${JSON.stringify(text)}: it is no escaped name of a key`);
  }
  const units = escaped.match(/\\x..|./g) ?? [];
  return Uint8Array.from(units, (unit) => unit.length > 1 ? parseInt(unit.slice(2), 16) : unit.charCodeAt(0));
}

/**
 * The same text, for writing.
 *
 * @param what The kind of name, for the message.
 * @throws {DriverError} `InvalidRequest` for an escaped text: nothing is written under another name than the one shown.
 */
export function toWritable(text: string, what: "key" | "value" = "key"): string {
  if (!text.startsWith(MARK)) return text;
  const quoted = `"${text.slice(MARK.length).replaceAll('"', '\\"')}"`;
  throw new DriverError(
    "InvalidRequest",
    `Cannot write ${what} ${text}: it is not UTF-8; use a command with ${quoted} in the query editor`,
  );
}

function escape(byte: number): string {
  const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x5c;
  return isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
}
