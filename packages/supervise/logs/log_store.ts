/**
 * The log of one service: its program's output and the host's lines about it, in memory and in a file.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK, within } from "@fluxwire/transport";
import { Secrets } from "@fluxwire/transport/secrets";
import type { OutputSink, OutputStream } from "../output_tail.ts";
import { levelOf, type LogLevel } from "./level.ts";
import { LineReader } from "./line_reader.ts";
import { type KeptLine, LineRing, type LogStream } from "./line_ring.ts";
import { type FileOptions, RotatedFile } from "./rotated_file.ts";

/** A line of a log. */
export interface LogLine extends KeptLine {
  /** The service it is about. */
  service: string;
  /** Its level; `info` if it names none. */
  level: LogLevel;
}

/** What a log keeps, and where. */
export interface LogOptions {
  /** The service it is about. */
  service: string;
  /**
   * How many lines are kept in memory.
   *
   * @default {2000}
   */
  maxLines?: number;
  /**
   * How many characters they may have together.
   *
   * @default {1048576}
   */
  maxCharacters?: number;
  /**
   * The file that gets every line; null for none.
   *
   * @default {null}
   */
  file?: FileOptions | null;
  /**
   * How long a line may stay unfinished without more output before it counts as one, in milliseconds; null for ever, until
   * its stream ends. A secret that a program writes in two parts, with such a pause between them, is not masked.
   *
   * @default {null}
   */
  unfinishedMs?: number | null;
  /**
   * The clock for the time of a line.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/** How a log is followed. */
export interface FollowOptions {
  /**
   * The number of the first line wanted.
   *
   * @default {the next line}
   */
  from?: number;
  /**
   * Ends it when it aborts, without an error.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
}

/**
 * Keeps the last lines in memory and all of them in a file. Escape sequences and secrets are in neither.
 *
 * Nothing is dropped on the way to the file: {@link append} makes a program wait that writes faster than the disk.
 */
export class LogStore implements OutputSink, AsyncDisposable {
  readonly #ring: LineRing;
  readonly #file: RotatedFile | null;
  readonly #clock: Clock;
  readonly #secrets = new Secrets();
  readonly #readers: Record<OutputStream, LineReader> = {
    stdout: new LineReader(this.#secrets),
    stderr: new LineReader(this.#secrets),
  };
  readonly #unfinishedMs: number | null;
  readonly #timers = new Map<OutputStream, unknown>();
  #changed = Promise.withResolvers<void>();
  #isClosed = false;
  /** The service it is about. */
  readonly service: string;

  /** An empty log; the file is opened when the first line comes. */
  constructor(options: LogOptions) {
    const { service, maxLines = 2_000, maxCharacters = 1 << 20, file = null, clock = SYSTEM_CLOCK } = options;
    this.service = service;
    this.#unfinishedMs = options.unfinishedMs ?? null;
    this.#ring = new LineRing({ maxLines, maxCharacters });
    this.#file = file === null ? null : new RotatedFile(file);
    this.#clock = clock;
  }

  /** Masks a text in all lines from now on: a secret that a program was started with. */
  addSecret(secret: string): void {
    this.#secrets.add([secret]);
  }

  /** Takes back one {@link addSecret}: the program that had the secret has ended. */
  deleteSecret(secret: string): void {
    this.#secrets.delete(secret);
  }

  /** Takes output of the program. Resolves when more may come. */
  append(stream: OutputStream, bytes: Uint8Array): Promise<void> {
    const lines = this.#readers[stream].push(bytes);
    if (this.#unfinishedMs !== null) this.#awaitRest(stream, this.#unfinishedMs);
    return this.#add(stream, lines);
  }

  /** Takes the last line of a stream that has ended, if it has no end. The next program starts a new line. */
  end(stream: OutputStream): Promise<void> {
    this.#clock.clearTimeout(this.#timers.get(stream));
    return this.#add(stream, this.#readers[stream].end());
  }

  /** Adds a line of the host about the service, or one that the program has sent over its connection to the host. */
  note(level: LogLevel, text: string, stream: "host" | "rpc" = "host"): void {
    const reader = new LineReader(this.#secrets);
    const lines = [...reader.push(utf8.encode(`${level.toUpperCase()} ${text}`)), ...reader.end()];
    // The file never rejects, and what it must wait for is the program's concern.
    void this.#add(stream, lines);
  }

  /** The last lines, oldest first. */
  lines(count: number = Infinity): LogLine[] {
    return this.#ring.from(Math.max(0, this.#ring.nextSeq - count)).map((line) => this.#line(line));
  }

  /** Every line from now on, until the log is closed. A slow reader misses lines, which `seq` shows. */
  async *follow({ from = this.#ring.nextSeq, signal }: FollowOptions = {}): AsyncGenerator<LogLine> {
    for (let next = from; !signal?.aborted;) {
      const changed = this.#changed.promise;
      for (const line of this.#ring.from(next)) {
        yield this.#line(line);
        next = line.seq + 1;
        if (signal?.aborted) return;
      }
      if (next < this.#ring.nextSeq) continue;
      if (this.#isClosed) return;
      await (signal === undefined ? changed : within(changed, signal).catch(() => {}));
    }
  }

  /** Why lines are missing in the file; null if none are. */
  get failure(): { error: Error; lostBytes: number } | null {
    return this.#file?.failure ?? null;
  }

  /** Resolves when every line is in the file. */
  async flush(): Promise<void> {
    await this.#file?.flush();
  }

  /** Ends unfinished lines, writes what waits, and ends every {@link follow}. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    await Promise.all([this.end("stdout"), this.end("stderr")]);
    this.#isClosed = true;
    this.#changed.resolve();
    await this.#file?.close();
  }

  /** As {@link close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Takes what a line has so far for the whole, unless more comes in time. */
  #awaitRest(stream: OutputStream, ms: number): void {
    this.#clock.clearTimeout(this.#timers.get(stream));
    if (!this.#readers[stream].isWithinLine) return;
    this.#timers.set(stream, this.#clock.setTimeout(() => void this.end(stream), ms));
  }

  async #add(stream: LogStream, texts: readonly string[]): Promise<void> {
    if (texts.length === 0 || this.#isClosed) return;
    const time = new Date(this.#clock.now());
    this.#ring.push(stream, time, texts);
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
    if (this.#file === null) return;
    const prefix = `${time.toISOString()} ${stream} `;
    await this.#file.write(`${prefix}${texts.join(`\n${prefix}`)}\n`);
  }

  #line(line: KeptLine): LogLine {
    return { ...line, service: this.service, level: levelOf(line.text) };
  }
}

const utf8 = new TextEncoder();
