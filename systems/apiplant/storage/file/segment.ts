/** A file of the log: a head line, then a line for each append. */
import type { Seq } from "../../event/event.ts";
import { isObject } from "../../json/equal.ts";
import { parseExact } from "../../json/parse.ts";
import { StorageError } from "../roles.ts";
import type { DiskFile } from "./disk.ts";
import { decodeLine, encodeLine, splitEvents, splitLines } from "./line.ts";

const NAME = /^(\d{20})\.log$/;

/** The file name of the segment whose first event is at `first`. */
export function segmentName(first: Seq): string {
  return `${String(first).padStart(20, "0")}.log`;
}

/** The place of the first event of a segment by its file name, or `null` if the file is not a segment. */
export function segmentFirst(name: string): Seq | null {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** What the first line of a segment says. */
export interface SegmentHead {
  readonly logId: string;
  readonly first: Seq;
}

/** The bytes of the first line. */
export function encodeHead({ logId, first }: SegmentHead): Uint8Array {
  return encodeLine(0, JSON.stringify({ log: logId, first, v: 1 }));
}

/**
 * The head that a line's JSON is, or `null`.
 *
 * @throws {StorageError} `corrupt` if it is of a newer version.
 */
function decodeHead(text: string): SegmentHead | null {
  let value;
  try {
    value = parseExact(text);
  } catch {
    return null;
  }
  if (!isObject(value) || typeof value.log !== "string" || typeof value.first !== "number") return null;
  if (value.v !== 1) {
    throw new StorageError("corrupt", `The log is of version ${value.v}, known is 1`, { remedy: "use a newer server" });
  }
  return { logId: value.log, first: value.first };
}

/** What a good line of a segment holds: its events, or the head if it is the first. */
export interface SegmentLine {
  readonly mark: number;
  readonly events: readonly string[];
  readonly head: SegmentHead | null;
}

/** A line with its place in the file. */
export class PlacedLine {
  readonly offset: number;
  /** The offset behind its line end; of the last line, the end of the file. */
  readonly end: number;
  readonly #bytes: Uint8Array | null;

  /** `bytes` is `null` if the line has no end. */
  constructor(offset: number, end: number, bytes: Uint8Array | null) {
    this.offset = offset;
    this.end = end;
    this.#bytes = bytes;
  }

  /** Reads the line; `null` if its bytes are not good. Readers that have enough leave the others unread. */
  read(): SegmentLine | null {
    const line = this.#bytes === null ? null : decodeLine(this.#bytes);
    if (line === null || line.mark > this.offset) return null;
    if (this.offset > 0) {
      const events = splitEvents(line.text);
      return events === null ? null : { mark: line.mark, events, head: null };
    }
    const head = decodeHead(line.text);
    return head === null ? null : { mark: line.mark, events: [], head };
  }
}

/** The lines of a segment from an offset on, some at a time. What has no line end at the end of the file is a bad line. */
export async function* readLines(
  file: DiskFile,
  from: number,
  size: number,
  chunkBytes: number = 2 ** 20,
): AsyncGenerator<PlacedLine[]> {
  let rest: Uint8Array = new Uint8Array(), at = from;
  while (at < size) {
    // A long line doubles the piece each time, so that its bytes are not copied once a chunk.
    const piece = await file.read(at, Math.min(Math.max(chunkBytes, rest.length), size - at));
    if (piece.length === 0) break;
    const bytes = rest.length === 0 ? piece : joined(rest, piece);
    const start = at - rest.length;
    const { lines, end } = splitLines(bytes);
    at += piece.length;
    rest = bytes.subarray(end);
    yield lines.map(({ start: at, bytes }) => new PlacedLine(start + at, start + at + bytes.length + 1, bytes));
  }
  if (rest.length > 0) yield [new PlacedLine(at - rest.length, at, null)];
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(one.length + other.length);
  bytes.set(one);
  bytes.set(other, one.length);
  return bytes;
}
