/**
 * The last lines of a program's output.
 *
 * @module
 */

/** Longer lines are cut: a program that never ends a line must not fill memory. */
const MAX_LINE_CHARACTERS = 4096;

const ESCAPE = String.fromCharCode(27);
/** Colours, cursor movements and titles; some drivers write them without a terminal (fact sheet 14 D6). */
const ESCAPE_SEQUENCES = new RegExp(
  `${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007${ESCAPE}]*(?:\\u0007|${ESCAPE}\\\\)|[@-Z\\\\-_])`,
  "g",
);

/** Reads a stream to its end and keeps its last lines, without escape sequences. */
export class OutputTail {
  readonly #maxLines: number;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #lines: string[] = [];
  #unfinished = "";
  /** Resolves at the end of the stream. Never rejects: output that cannot be read is not worth a failure. */
  readonly ended: Promise<void>;

  /** @param maxLines How many lines are kept. */
  constructor(stream: ReadableStream<Uint8Array>, maxLines = 50) {
    this.#maxLines = maxLines;
    this.#reader = stream.getReader();
    this.ended = this.#read();
  }

  /** The lines so far, the unfinished one included, oldest first. */
  get lines(): string[] {
    const lines = this.#unfinished === "" ? this.#lines : [...this.#lines, clean(this.#unfinished)];
    return lines.slice(-this.#maxLines);
  }

  /** Reads no further: a grandchild can keep a pipe open for ever. */
  async cancel(): Promise<void> {
    await this.#reader.cancel();
    await this.ended;
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for (;;) {
        const { done, value } = await this.#reader.read();
        this.#append(decoder.decode(value, { stream: !done }));
        if (done) return;
      }
    } catch (error) {
      this.#append(`\n(output cannot be read: ${error})\n`);
    }
  }

  #append(text: string): void {
    const parts = (this.#unfinished + text).split(/\r?\n/);
    this.#unfinished = cut(parts.pop()!);
    this.#lines.push(...parts.slice(-this.#maxLines).map(clean));
    this.#lines.splice(0, this.#lines.length - this.#maxLines);
  }
}

function clean(line: string): string {
  return cut(line.replace(ESCAPE_SEQUENCES, ""));
}

function cut(line: string): string {
  return line.length > MAX_LINE_CHARACTERS ? `${line.slice(0, MAX_LINE_CHARACTERS - 1)}…` : line;
}
