/**
 * The last lines of a program's output.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import { TIMED_OUT, within } from "@fluxwire/transport";
import { Secrets } from "@fluxwire/transport/secrets";
import { LineReader } from "./logs/line_reader.ts";

/** Longer lines are cut. */
const MAX_LINE_CHARACTERS = 4096;

/** Where a program writes. */
export type OutputStream = "stdout" | "stderr";

/** Gets all that a program writes. */
export interface OutputSink {
  /** Takes bytes. No more are read from the program before it resolves. */
  append(stream: OutputStream, bytes: Uint8Array): Promise<void>;
  /** Nothing more comes from this stream. */
  end(stream: OutputStream): Promise<void>;
}

/** What else is done with the output. */
export interface OutputTailOptions {
  /**
   * How many lines are kept.
   *
   * @default {50}
   */
  maxLines?: number;
  /**
   * What must not stand in them.
   *
   * @default {[]}
   */
  secrets?: readonly string[];
  /**
   * Gets all bytes, as they come.
   *
   * @default {undefined}
   */
  onBytes?: (bytes: Uint8Array) => Promise<void>;
}

/** Reads a stream to its end and keeps its last lines, without escape sequences and secrets. */
export class OutputTail {
  readonly #maxLines: number;
  readonly #onBytes: ((bytes: Uint8Array) => Promise<void>) | undefined;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #text: LineReader;
  readonly #lines: string[] = [];
  #chunks = 0;
  #isPassingOn = false;
  /** Resolves at the end of the stream. Never rejects: output that cannot be read is not worth a failure. */
  readonly ended: Promise<void>;

  constructor(
    stream: ReadableStream<Uint8Array>,
    { maxLines = 50, secrets = [], onBytes }: OutputTailOptions = {},
  ) {
    const known = new Secrets();
    known.add(secrets);
    this.#maxLines = maxLines;
    this.#onBytes = onBytes;
    this.#text = new LineReader(known);
    this.#reader = stream.getReader();
    this.ended = this.#read();
  }

  /** The lines so far, the unfinished one included, oldest first. */
  get lines(): string[] {
    const { unfinished } = this.#text;
    const lines = unfinished === "" ? this.#lines : [...this.#lines, cut(unfinished)];
    return lines.slice(-this.#maxLines);
  }

  /** Waits for the end as long as output comes, with pauses shorter than this; then reads no further. */
  async finish(pauseMs: number): Promise<void> {
    for (let seen = -1; seen !== this.#chunks || this.#isPassingOn;) {
      seen = this.#chunks;
      if (await within(this.ended, pauseMs) !== TIMED_OUT) return;
    }
    await this.cancel();
  }

  /** Stops reading: a grandchild can keep a pipe open without end. */
  async cancel(): Promise<void> {
    await this.#reader.cancel();
    await this.ended;
  }

  async #read(): Promise<void> {
    try {
      for (let chunk = await this.#reader.read(); !chunk.done; chunk = await this.#reader.read()) {
        this.#chunks++;
        const begunAt = performance.now();
        this.#keep(this.#text.push(chunk.value));
        this.#isPassingOn = true;
        await this.#onBytes?.(chunk.value);
        this.#isPassingOn = false;
        // A program that never stops writing gets at most half of this thread's time.
        await setTimeout(performance.now() - begunAt);
      }
      this.#keep(this.#text.end());
    } catch (error) {
      this.#keep([...this.#text.end(), `(output cannot be read: ${error})`]);
    }
  }

  #keep(lines: readonly string[]): void {
    this.#lines.push(...lines.slice(-this.#maxLines).map(cut));
    this.#lines.splice(0, this.#lines.length - this.#maxLines);
  }
}

function cut(line: string): string {
  return line.length > MAX_LINE_CHARACTERS ? `${line.slice(0, MAX_LINE_CHARACTERS - 1)}…` : line;
}
