/**
 * A file that was opened in the page: read in pieces, and again where a line is asked for.
 *
 * @module
 */
import type { LineFile } from "./lines_kept.ts";

/** How much is read at once where a line is asked for: filters ask for one line after the other. */
const WINDOW = 4 << 20;
/** How long a piece of work may take before messages of the page are answered, in milliseconds. */
const WORK_MS = 25;

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

/**
 * Reads a file line by line, without the ends of lines.
 *
 * @param isRead Called for each line.
 * @param isDue Called with the number of bytes that were read, after a piece of work and at the end.
 * @throws {Error} If the file cannot be read.
 */
export async function readLines(
  file: Blob,
  isRead: (line: FoundLine) => void,
  isDue: (bytes: number) => void,
): Promise<void> {
  const utf8 = new TextDecoder(), reader = file.stream().getReader();
  let rest: Uint8Array = new Uint8Array(), at = 0, since = performance.now();
  const found = (bytes: Uint8Array): void => {
    const length = bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length;
    isRead({ at, length, text: utf8.decode(bytes.subarray(0, length)) });
    at += bytes.length + 1;
  };
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    const chunk = rest.length === 0 ? value! : joined(rest, value!);
    let start = 0;
    for (let end = chunk.indexOf(0x0a, rest.length); end >= 0; end = chunk.indexOf(0x0a, start)) {
      found(chunk.subarray(start, end));
      start = end + 1;
    }
    rest = chunk.subarray(start);
    if (performance.now() - since < WORK_MS) continue;
    isDue(at);
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  }
  if (rest.length > 0) found(rest);
  isDue(at);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
