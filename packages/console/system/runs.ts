/**
 * What actions have started and pages read: values one after the other, or bytes in both directions.
 *
 * @module
 */
import { type Clock, onAbort, SYSTEM_CLOCK } from "@fluxwire/transport";
import { ConsoleError, errorJsonOf } from "../console_error.ts";
import type { FilePlace } from "../api.ts";
import type { LineRing } from "../live/ring.ts";
import { ComingFile, giveFile, type GivesFile, type TakesFile } from "./file_runs.ts";
import { ReadLines } from "./read_lines.ts";

/** The most runs that go on at once. */
const MAX_ACTIVE = 32;
/** How many runs that have ended can still be read. */
const MAX_ENDED = 32;
/** How many bytes may wait for what takes them slowly. */
const MAX_WAITING = 1 << 20;

/** Bytes in both directions, as a terminal uses them. */
export interface RunBytes {
  /** The bytes that the page gets. */
  readonly readable: ReadableStream<Uint8Array>;
  /** Where the bytes of the page go. */
  readonly writable: WritableStream<Uint8Array>;
}

interface Run {
  readonly lines: ReadLines;
  readonly ending: AbortController;
  done: Promise<void>;
  writer: WritableStreamDefaultWriter<Uint8Array> | null;
  coming: ComingFile | null;
  waiting: number;
}

/** The runs of a source. All end with {@link Runs.close}; one that no page reads for 30 seconds ends by itself. */
export class Runs {
  readonly #clock: Clock;
  readonly #runs = new Map<string, Run>();
  #isClosed = false;

  /** No run has begun yet. */
  constructor(clock: Clock = SYSTEM_CLOCK) {
    this.#clock = clock;
  }

  /**
   * Begins a run of values.
   *
   * @param values Makes them; its signal aborts when the run is stopped.
   * @returns The run's id: the name of the stream that has a JSON value in each line.
   * @throws {ConsoleError} `RunRefused` for more runs than go on at once.
   */
  values(values: (signal: AbortSignal) => AsyncIterable<unknown>): string {
    return this.#begin(async (run) => {
      for await (const value of values(run.ending.signal)) {
        run.lines.push(JSON.stringify(value ?? null));
        if (run.ending.signal.aborted) return;
      }
    });
  }

  /**
   * Begins a run of bytes.
   *
   * @param bytes What was opened; it is closed with the run.
   * @returns The run's id: the name of the stream that has base64 in each line, and of what {@link Runs.write} writes to.
   * @throws {ConsoleError} `RunRefused` for more runs than go on at once; the bytes are closed then.
   */
  bytes(bytes: RunBytes): string {
    try {
      return this.#begin((run) => carry(bytes, run));
    } catch (error) {
      closeBytes(bytes);
      throw error;
    }
  }

  /**
   * Begins a run that takes a file of the page, piece by piece.
   *
   * @param work Reads it; its signal aborts when the run is stopped, and the run then fails with `RunStopped`.
   * @returns The run's id: the stream with the result as JSON in its one line, and what {@link Runs.write} writes to.
   * @throws {ConsoleError} `RunRefused` for more runs than go on at once.
   */
  takes(work: TakesFile): string {
    return this.#begin((run) => (run.coming = new ComingFile(run.lines, run.ending)).carry(work), true);
  }

  /**
   * Begins a run that gives the page a file: no more than the page reads waits here.
   *
   * @param work Writes it; its signal aborts when the run is stopped, and the run then fails with `RunStopped`.
   * @returns The run's id: the name of the stream that has base64 in each line.
   * @throws {ConsoleError} `RunRefused` for more runs than go on at once.
   */
  gives(work: GivesFile): string {
    return this.#begin(({ lines, ending }) => giveFile(lines, ending.signal, work), true);
  }

  /** The lines of a run; null for an id that none has. */
  stream(id: string): LineRing | null {
    return this.#runs.get(id)?.lines ?? null;
  }

  /**
   * Writes into a run of bytes, or of a file if there is a place in one; bytes for any other, or for one that has ended, are
   * dropped. What takes none ends its run.
   */
  write(id: string, bytes: Uint8Array, place: FilePlace | null = null): void {
    const run = this.#runs.get(id);
    if (place !== null) return run?.coming?.write(bytes, place);
    if (run === undefined || run.writer === null) return;
    run.waiting += bytes.length;
    if (run.waiting > MAX_WAITING) {
      const error = new ConsoleError("RunRefused", `Cannot write: ${MAX_WAITING} bytes wait, and none is taken`);
      run.lines.finish(errorJsonOf(error));
      return run.ending.abort();
    }
    run.writer.write(bytes).then(() => run.waiting -= bytes.length, () => {/* Reading says why. */});
  }

  /** Ends a run: its signal aborts, and its stream ends. An id that no run has is ignored. */
  stop(id: string): void {
    this.#runs.get(id)?.ending.abort();
  }

  /** Ends every run, and resolves when all have ended; none can begin then. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { ending } of this.#runs.values()) ending.abort();
    await Promise.all(this.#runs.values().map(({ done }) => done));
  }

  #begin(work: (run: Run) => Promise<void>, isFile = false): string {
    const ended = [...this.#runs].filter(([, { lines }]) => lines.end !== null);
    if (this.#isClosed || this.#runs.size - ended.length >= MAX_ACTIVE) {
      throw new ConsoleError("RunRefused", `Cannot begin another run: ${MAX_ACTIVE} go on; stop one of them`);
    }
    for (const [id] of ended.slice(0, Math.max(0, ended.length - MAX_ENDED + 1))) this.#runs.delete(id);
    const id = `run-${crypto.randomUUID()}`, ending = new AbortController();
    const lines = new ReadLines(this.#clock, isFile, () => ending.abort());
    const run: Run = { lines, ending, done: Promise.resolve(), writer: null, coming: null, waiting: 0 };
    this.#runs.set(id, run);
    run.done = work(run).then(() => lines.finish(), (error) => {
      const isMeant = !isFile && ending.signal.aborted;
      lines.finish(isMeant ? null : errorJsonOf(error));
    });
    return id;
  }
}

async function carry({ readable, writable }: RunBytes, run: Run): Promise<void> {
  const reader = readable.getReader(), writer = run.writer = writable.getWriter(), { signal } = run.ending;
  const stop = () => {
    reader.cancel().catch(() => {/* It has ended. */});
    writer.abort().catch(() => {/* It has ended. */});
  };
  writer.closed.catch(() => {/* Reading says why. */});
  using _listening = onAbort(signal, stop);
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      run.lines.push(read.value.toBase64());
    }
  } finally {
    run.writer = null;
    stop();
  }
}

function closeBytes({ readable, writable }: RunBytes): void {
  readable.cancel().catch(() => {/* It has ended. */});
  writable.abort().catch(() => {/* It has ended. */});
}
