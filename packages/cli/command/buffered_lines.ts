/**
 * Lines that are written in the background, so that a slow or absent reader never blocks the program.
 *
 * @module
 */
import { within } from "@fluxwire/transport";

/** How many bytes may wait for the reader. */
const MAX_QUEUED_BYTES = 1 << 20;
const utf8 = new TextEncoder();

/** An output whose writes may take long. */
export interface SlowSink {
  /** Writes some of the bytes, and resolves with how many. */
  write(bytes: Uint8Array): Promise<number>;
}

/** Writes lines in order, in the background. */
export class BufferedLines {
  readonly #sink: SlowSink;
  readonly #missedLine: (count: number) => string;
  readonly #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #missed = 0;
  #isClosed = false;
  #writing: Promise<void> | null = null;

  /** @param missedLine The line that reports how many lines were dropped because the buffer was full. */
  constructor(sink: SlowSink, missedLine: (count: number) => string) {
    this.#sink = sink;
    this.#missedLine = missedLine;
  }

  /** Adds a line. If the buffer is full the line is only counted; after the reader has left it is dropped. */
  push(line: string): void {
    if (this.#isClosed) return;
    if (this.#queuedBytes >= MAX_QUEUED_BYTES) {
      this.#missed++;
      return;
    }
    if (this.#missed > 0) {
      const missed = this.#missedLine(this.#missed);
      this.#missed = 0;
      this.#add(missed);
    }
    this.#add(line);
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when every line is written, or after the time limit. */
  async flush(ms: number): Promise<void> {
    if (this.#writing !== null) await within(this.#writing, ms);
  }

  #add(line: string): void {
    const bytes = utf8.encode(`${line}\n`);
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
  }

  async #writeAll(): Promise<void> {
    try {
      for (let bytes = this.#queue.shift(); bytes !== undefined; bytes = this.#queue.shift()) {
        for (let at = 0; at < bytes.length;) at += await this.#sink.write(bytes.subarray(at));
        this.#queuedBytes -= bytes.length;
      }
    } catch {
      // The reader has left, or the disk is full.
      this.#isClosed = true;
      this.#queue.length = 0;
    }
    this.#writing = null;
  }
}
