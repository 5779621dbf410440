/**
 * Lines that are written while the program goes on: somebody who reads slowly, or not at all, holds up nothing.
 *
 * @module
 */
import { within } from "@fluxwire/transport";

/** How many bytes may wait for whoever reads. */
const MAX_QUEUED_BYTES = 1 << 20;
const utf8 = new TextEncoder();

/** Something to write to that may take its time. */
export interface SlowSink {
  /** Writes some of the bytes and says how many, when there was room for them. */
  write(bytes: Uint8Array): Promise<number>;
}

/** Writes lines in their order, in the background. */
export class BufferedLines {
  readonly #sink: SlowSink;
  readonly #missedLine: (count: number) => string;
  readonly #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #missed = 0;
  #isClosed = false;
  #writing: Promise<void> | null = null;

  /** @param missedLine The line that stands for so many lines for which there was no room. */
  constructor(sink: SlowSink, missedLine: (count: number) => string) {
    this.#sink = sink;
    this.#missedLine = missedLine;
  }

  /** Adds a line. Where too much waits it is only counted, and where nobody reads any more it is forgotten. */
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

  /** Resolves when nothing waits any more, or that much time is over. */
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
      // The reader has left, or there is no room on the disk.
      this.#isClosed = true;
      this.#queue.length = 0;
    }
    this.#writing = null;
  }
}
