/**
 * A recorder in a thread of its own, as a tap uses it: bytes are handed over in batches.
 *
 * @module
 */
import type { CloseEntry, Sender } from "./entry.ts";
import type { RecordedCounts } from "./recorder.ts";
import type { RecorderAnswer, RecorderRequest, RecordEvent } from "./recorder_messages.ts";

/** How long an event may wait for its batch, in milliseconds. */
const MAX_DELAY_MS = 10;
/** The most bytes of a batch: as much as one read gives. */
const MAX_BATCH_BYTES = 65_536;
/** The default limit of bytes that wait for the thread. */
const MAX_UNRECORDED_BYTES = 33_554_432;

/** The options of a {@link RecorderThread}. */
export interface RecorderThreadOptions {
  /** Keeps raw bytes, including secrets. */
  isRaw: boolean;
  /** When the recording begins. */
  startedAt: Date;
  /** Takes lines of the recording. An error ends the recording. */
  write(lines: string): void;
  /** Called when a connection has ended and is recorded. */
  onClose(entry: CloseEntry): void;
  /**
   * The most bytes that may wait to be recorded; beyond it, connections wait.
   *
   * @default {33554432}
   */
  maxUnrecordedBytes?: number;
}

/** Records one connection of a tap. */
export interface ConnectionRecorder {
  /** Records sent bytes, which are used during the call only. Await a returned promise before you forward more. */
  sent(from: Sender, chunk: Uint8Array): Promise<void> | void;
  /** Ends the connection. */
  closed(by: CloseEntry["by"], reason: string | null): void;
}

/** A running recorder. */
export class RecorderThread implements Disposable {
  readonly #options: RecorderThreadOptions;
  readonly #maxUnrecordedBytes: number;
  readonly #worker: Worker;
  readonly #start = performance.now();
  readonly #failure = Promise.withResolvers<never>();
  #bytes = new Uint8Array(MAX_BATCH_BYTES);
  #used = 0;
  #events: RecordEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #unanswered = 0;
  #unrecordedBytes = 0;
  #progress = Promise.withResolvers<void>();
  #connections = 0;
  /** The totals so far. */
  counts: RecordedCounts = { connections: 0, frames: 0, withheld: 0 };

  /** Starts the thread, which writes the header. */
  constructor(options: RecorderThreadOptions) {
    this.#options = options;
    this.#maxUnrecordedBytes = options.maxUnrecordedBytes ?? MAX_UNRECORDED_BYTES;
    this.#failure.promise.catch(() => {});
    this.#worker = new Worker(new URL("./recorder_worker.ts", import.meta.url).href, { type: "module" });
    this.#worker.onmessage = ({ data }) => this.#take(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#failure.reject(new Error(`Cannot record: ${event.message}`));
    };
    this.#post({ kind: "begin", isRaw: options.isRaw, startedAt: options.startedAt });
  }

  /** Rejects when recording fails. */
  get failed(): Promise<never> {
    return this.#failure.promise;
  }

  /** Begins a connection. */
  connection(): ConnectionRecorder {
    const connection = ++this.#connections;
    this.#add({ kind: "connect", connection, ms: this.#ms() });
    return {
      sent: (from, chunk) => this.#sent(connection, from, chunk),
      closed: (by, reason) => this.#add({ kind: "close", connection, by, reason, ms: this.#ms() }),
    };
  }

  /**
   * Waits until every event is written.
   *
   * @throws The error that ended the recording.
   */
  async end(): Promise<void> {
    this.#flush();
    while (this.#unanswered > 0) await Promise.race([this.#progress.promise, this.failed]);
  }

  /** Ends the thread. */
  [Symbol.dispose](): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#worker.terminate();
  }

  #sent(connection: number, from: Sender, chunk: Uint8Array): Promise<void> | void {
    for (let at = 0; at < chunk.length;) {
      if (this.#used === MAX_BATCH_BYTES) this.#flush();
      const part = chunk.subarray(at, at + MAX_BATCH_BYTES - this.#used);
      this.#bytes.set(part, this.#used);
      this.#used += part.length;
      at += part.length;
      this.#add({ kind: "sent", connection, from, end: this.#used, ms: this.#ms() });
    }
    if (this.#unrecordedBytes > this.#maxUnrecordedBytes) return this.#untilRoom();
  }

  async #untilRoom(): Promise<void> {
    while (this.#unrecordedBytes > this.#maxUnrecordedBytes) await Promise.race([this.#progress.promise, this.failed]);
  }

  #add(event: RecordEvent): void {
    this.#events.push(event);
    this.#timer ??= setTimeout(() => this.#flush(), MAX_DELAY_MS);
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#events.length === 0) return;
    this.#unrecordedBytes += this.#used;
    this.#post({ kind: "batch", events: this.#events, bytes: this.#bytes.subarray(0, this.#used).slice() });
    this.#events = [];
    this.#used = 0;
  }

  #post(request: RecorderRequest): void {
    this.#unanswered++;
    this.#worker.postMessage(request);
  }

  #take({ lines, closed, counts, bytes }: RecorderAnswer): void {
    this.#unanswered--;
    this.#unrecordedBytes -= bytes;
    this.counts = counts;
    try {
      this.#options.write(lines);
      for (const entry of closed) this.#options.onClose(entry);
    } catch (error) {
      this.#failure.reject(error);
    }
    this.#progress.resolve();
    this.#progress = Promise.withResolvers();
  }

  #ms(): number {
    return performance.now() - this.#start;
  }
}
