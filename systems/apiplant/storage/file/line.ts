/**
 * A line of the log: the CRC-32C of what follows in 8 hexadecimal digits, a space, the mark, a space, JSON, a line end.
 *
 * The mark is the number of bytes of the segment that were known to be synced when the line was made: behind it bad bytes are
 * what a loss of power left, before it they are damage.
 */
import { crc32c } from "./crc32c.ts";

const LINE_END = 10, SPACE = 32, DIGITS = 9;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** What a good line holds. */
export interface Line {
  readonly mark: number;
  /** JSON: an array of events, or the object at the head of a segment. */
  readonly text: string;
}

/** The bytes of a line, its line end included. */
export function encodeLine(mark: number, text: string): Uint8Array {
  const body = encoder.encode(`         ${mark} ${text}\n`);
  const crc = crc32c(body, DIGITS, body.length - 1).toString(16).padStart(8, "0");
  for (let at = 0; at < 8; at++) body[at] = crc.charCodeAt(at);
  return body;
}

/** The line that stands in these bytes, without its line end, or `null` if they are none. */
export function decodeLine(bytes: Uint8Array): Line | null {
  if (bytes.length < DIGITS + 2 || bytes[8] !== SPACE) return null;
  let crc = 0;
  for (let at = 0; at < 8; at++) {
    const digit = digitOf(bytes[at]!);
    if (digit < 0) return null;
    crc = crc * 16 + digit;
  }
  if (crc32c(bytes, DIGITS) !== crc) return null;
  const space = bytes.indexOf(SPACE, DIGITS);
  if (space === -1) return null;
  try {
    const mark = Number(decoder.decode(bytes.subarray(DIGITS, space)));
    return Number.isSafeInteger(mark) ? { mark, text: decoder.decode(bytes.subarray(space + 1)) } : null;
  } catch {
    return null;
  }
}

function digitOf(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  return byte >= 97 && byte <= 102 ? byte - 87 : -1;
}

/** The parts of bytes that end with a line end, without it, and where the last one ends. */
export function splitLines(bytes: Uint8Array): { lines: { start: number; bytes: Uint8Array }[]; end: number } {
  const lines: { start: number; bytes: Uint8Array }[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_END); end !== -1; end = bytes.indexOf(LINE_END, start)) {
    lines.push({ start, bytes: bytes.subarray(start, end) });
    start = end + 1;
  }
  return { lines, end: start };
}

/** The events of one append as the JSON of a line. A tab, which no entry contains, separates them. */
export function joinEvents(jsons: readonly string[]): string {
  return `[${jsons.join(",\t")}]`;
}

/** The texts that `joinEvents` joined, or `null` if the JSON is no array. */
export function splitEvents(text: string): string[] | null {
  return text.startsWith("[") && text.endsWith("]") && text.length > 2 ? text.slice(1, -1).split(",\t") : null;
}
