/**
 * A file that was opened in the page: read in pieces, and again where a line is asked for.
 *
 * @module
 */
import type { LineFile } from "./lines_kept.ts";

/** How much is read at once where a line is asked for: filters ask for one line after the other. */
const WINDOW = 4 << 20;
/** How much of a file is read first, so that its first rows are shown at once, in bytes. */
export const FIRST_PIECE: number = 64 << 10;
/** How much is read at a time after that, in bytes: messages of the page are answered in between. */
const PIECE = 512 << 10;

/** Reads files again, where workers can: at once. */
interface ReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/** Lines of a file by their places. */
export class OpenedFile implements LineFile {
  readonly #file: Blob;
  readonly #reader: ReaderSync;
  #from = 0;
  #window = new Uint8Array();

  /** Takes a file of which nothing is read yet. */
  constructor(file: Blob) {
    this.#file = file;
    this.#reader = new (globalThis as unknown as { FileReaderSync: new () => ReaderSync }).FileReaderSync();
  }

  text(at: number, length: number): string {
    if (at < this.#from || at + length > this.#from + this.#window.length) {
      this.#window = new Uint8Array(
        this.#reader.readAsArrayBuffer(this.#file.slice(at, at + Math.max(length, WINDOW))),
      );
      this.#from = at;
    }
    return new TextDecoder().decode(this.#window.subarray(at - this.#from, at - this.#from + length));
  }
}

/** Where a line stands in a file, in bytes, with its text. */
export interface FoundLine {
  /** Its first byte. */
  readonly at: number;
  /** Its length, without its end. */
  readonly length: number;
  /** Its text; bytes that are not UTF-8 are replaced. */
  readonly text: string;
}

/** What is used of a file. */
export type SlicedFile = Pick<Blob, "size"> & {
  /** A part of it, in bytes. */
  slice(from: number, to: number): Pick<Blob, "arrayBuffer">;
};

/**
 * Reads a file line by line, without the ends of lines.
 *
 * @param isRead Called for each line.
 * @param isDue Called with the number of bytes whose lines were found: after each piece, of which the first is small,
 *   and at the end.
 * @throws {Error} If the file cannot be read.
 */
export async function readLines(
  file: SlicedFile,
  isRead: (line: FoundLine) => void,
  isDue: (bytes: number) => void,
): Promise<void> {
  const utf8 = new TextDecoder();
  // Parts of the line that goes on in the next piece, which are joined once: a line may be longer than many pieces.
  let begun: Uint8Array[] = [], at = 0;
  const found = (end: Uint8Array): void => {
    const bytes = begun.length === 0 ? end : joined([...begun, end]);
    const length = bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length;
    begun = [];
    isRead({ at, length, text: utf8.decode(bytes.subarray(0, length)) });
    at += bytes.length + 1;
  };
  for (let from = 0, to = FIRST_PIECE; from < file.size; from = to, to += PIECE) {
    const piece = new Uint8Array(await file.slice(from, to).arrayBuffer());
    let start = 0;
    for (let end = piece.indexOf(0x0a); end >= 0; end = piece.indexOf(0x0a, start)) {
      found(piece.subarray(start, end));
      start = end + 1;
    }
    if (start < piece.length) begun.push(piece.subarray(start));
    isDue(at);
  }
  if (begun.length > 0) found(new Uint8Array());
  isDue(at);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
