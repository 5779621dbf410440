/** The queue before an error storage: a record never makes its writer wait. */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { ErrorRecord, ErrorStorage } from "../roles.ts";

/** How many records wait at most. */
export const MAX_QUEUED = 10_000;
/** The least time between two reports that the storage fails, in milliseconds. */
const REPORT_MS = 60_000;

/** What a queue needs besides its storage. */
export interface QueueOptions {
  readonly serverId: string;
  /** Gets a line for people when the storage fails, at most once a minute. @default stderr */
  readonly report?: (line: string) => void;
  readonly clock?: Clock;
}

/** Takes records at once, and gives them to a storage one after the other. Those that do not fit are counted. */
export class QueuedErrors implements ErrorStorage {
  readonly #storage: ErrorStorage;
  readonly #serverId: string;
  readonly #report: (line: string) => void;
  readonly #clock: Clock;
  #queue: ErrorRecord[] = [];
  #dropped = 0;
  #reportedAt = -Infinity;
  #draining: Promise<void> | null = null;
  #closed = false;

  /** Closes the storage with itself. */
  constructor(storage: ErrorStorage, options: QueueOptions) {
    this.#storage = storage;
    this.#serverId = options.serverId;
    this.#report = options.report ?? ((line) => console.error(line));
    this.#clock = options.clock ?? SYSTEM_CLOCK;
  }

  log(record: ErrorRecord): void {
    if (this.#closed || this.#queue.length >= MAX_QUEUED) this.#dropped++;
    else this.#queue.push(record);
    if (!this.#closed) this.#draining ??= this.#drain();
  }

  /** The records, those that wait included once they are written. */
  async list(query: Parameters<ErrorStorage["list"]>[0]): Promise<readonly ErrorRecord[]> {
    await this.#draining;
    return await this.#storage.list(query);
  }

  /** Writes what waits, and closes the storage. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#draining;
    await this.#storage[Symbol.asyncDispose]();
  }

  async #drain(): Promise<void> {
    await null;
    while (this.#queue.length > 0) {
      const records = this.#queue;
      this.#queue = [];
      for (const record of records) await this.#write(record);
      if (this.#dropped > 0) {
        const count = this.#dropped;
        this.#dropped = 0;
        await this.#write(this.#droppedRecord(count));
      }
    }
    this.#draining = null;
  }

  async #write(record: ErrorRecord): Promise<void> {
    try {
      await this.#storage.log(record);
    } catch (error) {
      this.#dropped++;
      if (this.#clock.now() - this.#reportedAt < REPORT_MS) return;
      this.#reportedAt = this.#clock.now();
      this.#report(`The error storage fails: ${error instanceof Error ? error.message : error}`);
    }
  }

  #droppedRecord(count: number): ErrorRecord {
    return {
      id: crypto.randomUUID(),
      at: new Date(this.#clock.now()).toISOString(),
      serverId: this.#serverId,
      level: "warning",
      code: "dropped",
      message: `${count} dropped: more records came than the error storage took`,
    };
  }
}
