/**
 * Files that go through a run: from a page piece by piece, or to it line by line. Neither is ever kept whole.
 *
 * @module
 */
import { onAbort } from "@fluxwire/transport";
import { FILE_PIECE_BYTES, FILE_WINDOW_BYTES, type FilePlace } from "../api.ts";
import { ConsoleError, errorJsonOf } from "../console_error.ts";
import type { ReadLines } from "./read_lines.ts";

/** Takes a file of a page; resolves with what is shown of it. */
export type TakesFile = (file: ReadableStream<Uint8Array>, signal: AbortSignal) => Promise<unknown>;
/** Gives a page a file; resolves when all is written. */
export type GivesFile = (file: WritableStream<Uint8Array>, signal: AbortSignal) => Promise<unknown>;

/** How many bytes a page sends at most before the first of them is taken: a window, and the piece that fills it. */
const MOST_AHEAD = FILE_WINDOW_BYTES + FILE_PIECE_BYTES;

/** A file that comes from a page. */
export class ComingFile {
  readonly #pieces = new TransformStream<Uint8Array, Uint8Array>();
  readonly #writer = this.#pieces.writable.getWriter();
  readonly #lines: ReadLines;
  readonly #ending: AbortController;
  #received = 0;
  #isWhole = false;

  /** Nothing has come. */
  constructor(lines: ReadLines, ending: AbortController) {
    this.#lines = lines;
    this.#ending = ending;
    lines.taken = 0;
    this.#writer.closed.catch(() => {/* Its reader says why. */});
  }

  /** Reads it to its end; the result is the run's only line. */
  async carry(work: TakesFile): Promise<void> {
    const { signal } = this.#ending, end = () => void this.#writer.abort().catch(() => {/* It has ended. */});
    using _listening = onAbort(signal, end);
    try {
      this.#lines.push(JSON.stringify(await work(this.#pieces.readable, signal) ?? null));
    } catch (error) {
      throw signal.aborted ? stopped(`${this.#lines.taken} bytes were taken`) : error;
    } finally {
      end();
    }
  }

  /**
   * Takes a piece. What came before is left out; a piece that is missing ends the run, and one that no page sends yet: it
   * waits for what its reader takes.
   */
  write(bytes: Uint8Array, { at, isLast }: FilePlace): void {
    if (this.#isWhole) return;
    if (at > this.#received) return this.#refuse(`bytes ${this.#received} to ${at} of the file did not come`);
    const piece = bytes.subarray(this.#received - at), { length } = piece;
    const ahead = this.#received + length - this.#lines.taken!;
    if (ahead > MOST_AHEAD) {
      return this.#refuse(`${ahead} bytes came before they were asked for, at most ${MOST_AHEAD} may`);
    }
    this.#received += length;
    this.#isWhole = isLast && this.#received === at + bytes.length;
    if (length > 0) this.#writer.write(piece).then(() => this.#lines.taken! += length, () => {/* As above. */});
    if (this.#isWhole) this.#writer.close().catch(() => {/* As above. */});
  }

  #refuse(why: string): void {
    this.#lines.finish(errorJsonOf(stopped(why)));
    this.#ending.abort();
  }
}

/** Writes a file into lines of base64, no faster than a page reads them. */
export async function giveFile(lines: ReadLines, signal: AbortSignal, work: GivesFile): Promise<void> {
  let given = 0;
  const file = new WritableStream<Uint8Array>({
    async write(bytes) {
      for (let at = 0; at < bytes.length; at += FILE_PIECE_BYTES) {
        await lines.room(signal);
        const piece = bytes.subarray(at, at + FILE_PIECE_BYTES);
        lines.push(piece.toBase64());
        given += piece.length;
      }
    },
  });
  try {
    await work(file, signal);
  } catch (error) {
    throw signal.aborted ? stopped(`${given} bytes were given`) : error;
  }
}

function stopped(where: string): ConsoleError {
  return new ConsoleError("RunStopped", `The run was stopped before its file was whole: ${where}`);
}
