/**
 * The last lines of a program's output.
 *
 * @module
 */
import { type Clock, TIMED_OUT, within } from "@fluxwire/transport";
import { Secrets } from "@fluxwire/transport/secrets";
import { ByteTail } from "./byte_tail.ts";
import { LineReader } from "./logs/line_reader.ts";

/** Longer lines are cut. */
const MAX_LINE_CHARACTERS = 4096;
/** How much output is kept for the last lines, in bytes: 50 of the longest. */
const MAX_BYTES = 256 << 10;

/** A time that no change of the system's time moves. */
const MONOTONIC: Clock = {
  now: () => performance.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (timer) => clearTimeout(timer as number),
};

/** Where a program writes. */
export type OutputStream = "stdout" | "stderr";

/** Gets all that a program writes. */
export interface OutputSink {
  /** Takes bytes. No more are read from the program before it resolves. */
  append(stream: OutputStream, bytes: Uint8Array): Promise<void>;
  /** Nothing more comes from this stream. */
  end(stream: OutputStream): Promise<void>;
  /** Masks a secret from now on. */
  addSecret?(secret: string): void;
  /** Takes back one {@link addSecret}. */
  deleteSecret?(secret: string): void;
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
  /**
   * Measures how long a chunk takes, and sets the timer of the pause after it.
   *
   * @default {the process's monotonic time}
   */
  clock?: Clock;
}

/**
 * Reads a stream to its end and keeps its last lines, of its last 256 KiB. They are made into text when they are asked for:
 * masking every byte of a flood here, besides the log, would cost twice as much.
 */
export class OutputTail {
  readonly #maxLines: number;
  readonly #onBytes: ((bytes: Uint8Array) => Promise<void>) | undefined;
  readonly #clock: Clock;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #secrets = new Secrets();
  readonly #bytes = new ByteTail(MAX_BYTES);
  #error: string | null = null;
  #chunks = 0;
  #isPassingOn = false;
  /** Resolves at the end of the stream. Never rejects: output that cannot be read is not worth a failure. */
  readonly ended: Promise<void>;

  constructor(
    stream: ReadableStream<Uint8Array>,
    { maxLines = 50, secrets = [], onBytes, clock = MONOTONIC }: OutputTailOptions = {},
  ) {
    this.#secrets.add(secrets);
    this.#maxLines = maxLines;
    this.#onBytes = onBytes;
    this.#clock = clock;
    this.#reader = stream.getReader();
    this.ended = this.#read();
  }

  /** Masks a secret in {@link lines} from now on, also in what has come already. */
  addSecret(secret: string): void {
    this.#secrets.add([secret]);
  }

  /** Takes back one {@link addSecret}. */
  deleteSecret(secret: string): void {
    this.#secrets.delete(secret);
  }

  /** The lines so far, the unfinished one included, oldest first, without escape sequences and secrets. */
  get lines(): string[] {
    const text = new LineReader(this.#secrets), { bytes, isCut } = this.#bytes;
    const start = isCut ? endOfFirstLine(bytes) : 0;
    const all = [...text.push(bytes.subarray(start ?? 0)), ...text.end()];
    const lines = start === null ? all.slice(all.length >> 1) : all;
    return [...lines, ...this.#error === null ? [] : [this.#error]].slice(-this.#maxLines).map(cut);
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
        const begunAt = this.#clock.now();
        this.#bytes.push(chunk.value);
        this.#isPassingOn = true;
        await this.#onBytes?.(chunk.value);
        this.#isPassingOn = false;
        // A program that never stops writing gets at most half of this thread's time.
        await this.#pause(this.#clock.now() - begunAt);
      }
    } catch (error) {
      this.#error = `(output cannot be read: ${error})`;
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#clock.setTimeout(resolve, ms));
  }
}

const LF = 10;
const CR = 13;

/** Where the line begins that follows one without its beginning, by which a secret is found; null if no line follows. */
function endOfFirstLine(bytes: Uint8Array): number | null {
  const end = bytes.findIndex((byte) => byte === LF || byte === CR);
  if (end < 0) return null;
  return end + (bytes[end] === CR && bytes[end + 1] === LF ? 2 : 1);
}

function cut(line: string): string {
  return line.length > MAX_LINE_CHARACTERS ? `${line.slice(0, MAX_LINE_CHARACTERS - 1)}…` : line;
}
