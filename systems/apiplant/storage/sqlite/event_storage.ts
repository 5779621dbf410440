/** The event log in a database of SQLite, which several processes of a machine may share. */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { Seq } from "../../event/event.ts";
import { checkDrafts, MAX_APPEND_BYTES } from "../event/drafts.ts";
import { Waiters } from "../event/waiters.ts";
import {
  type AppendResult,
  type EventStorage,
  type EventStorageInfo,
  type LogDraft,
  type LogEntry,
  type Register,
  type SharedSnapshots,
  StorageError,
} from "../roles.ts";
import type { PendingAppend } from "./log.ts";
import { LogClient } from "./log_client.ts";
import { SqliteSnapshots } from "./shared_snapshots.ts";

/** How often readers that wait look for appends of other processes, in milliseconds. */
const POLL_MS = 20;

interface Waiting extends PendingAppend {
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

/** An event storage whose appends that wait land in one transaction. */
export class SqliteEventStorage implements EventStorage {
  readonly #client: LogClient;
  readonly #clock: Clock;
  readonly #waiters: Waiters;
  readonly snapshots: SharedSnapshots;
  #queue: Waiting[] = [];
  #draining: Promise<void> | null = null;
  #polling: Promise<void> | null = null;
  #dataVersion = -1;
  #closed = false;

  private constructor(client: LogClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
    this.snapshots = new SqliteSnapshots(client);
    this.#waiters = new Waiters(clock);
  }

  /**
   * Opens the database in a file, or makes it.
   *
   * @throws {StorageError} `corrupt` if it is not such a database, `unavailable` if it cannot be opened.
   */
  static async open(path: string, clock: Clock = SYSTEM_CLOCK): Promise<SqliteEventStorage> {
    return new SqliteEventStorage(await LogClient.open(path), clock);
  }

  async info(): Promise<EventStorageInfo> {
    this.#check();
    return { ...await this.#client.call("info"), durable: "disk", maxAppendBytes: MAX_APPEND_BYTES, shared: true };
  }

  // deno-lint-ignore require-await
  async append(expected: Seq, drafts: readonly LogDraft[], signal?: AbortSignal): Promise<AppendResult> {
    this.#check(signal);
    checkDrafts(drafts);
    const { promise, resolve, reject } = Promise.withResolvers<AppendResult>();
    this.#queue.push({ expected, drafts, resolve, reject });
    this.#draining ??= this.#drain();
    return promise;
  }

  async read(
    from: Seq,
    max: number,
    waitMs = 0,
    signal?: AbortSignal,
  ): Promise<{ entries: readonly LogEntry[]; head: Seq }> {
    this.#check(signal);
    const page = await this.#client.call("read", from, max);
    if (from <= page.head || waitMs <= 0) return page;
    this.#check(signal);
    const waiting = this.#waiters.wait(from, waitMs, signal);
    // Looks at once: an append between the page and the wait woke no reader.
    this.#dataVersion = -1;
    this.#polling ??= this.#poll();
    await waiting;
    this.#check(signal);
    return await this.#client.call("read", from, max);
  }

  // deno-lint-ignore require-await
  async getRegister(name: string): Promise<Register | null> {
    this.#check();
    return this.#client.call("getRegister", name);
  }

  // deno-lint-ignore require-await
  async setRegister(
    name: string,
    value: string,
    ifVersion: number,
  ): Promise<{ ok: true; version: number } | { ok: false }> {
    this.#check();
    return this.#client.call("setRegister", name, value, ifVersion);
  }

  async trim(before: Seq): Promise<void> {
    this.#check();
    await this.#client.call("trim", before);
  }

  /** Appends what waits, and ends the worker. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#waiters.wakeAll();
    await this.#draining;
    await this.#polling;
    await this.#client[Symbol.asyncDispose]();
  }

  async #drain(): Promise<void> {
    await null;
    while (this.#queue.length > 0) {
      const appends = this.#queue;
      this.#queue = [];
      try {
        const results = await this.#client.call(
          "append",
          appends.map(({ expected, drafts }) => ({ expected, drafts })),
        );
        this.#waiters.wake(results.at(-1)!.head);
        for (const [at, { resolve }] of appends.entries()) resolve(results[at]!);
      } catch (error) {
        for (const { reject } of appends) reject(error);
      }
    }
    this.#draining = null;
  }

  /** Looks for appends of other processes while readers wait. */
  async #poll(): Promise<void> {
    try {
      while (this.#waiters.size > 0 && !this.#closed) {
        const version = await this.#client.call("dataVersion");
        if (version !== this.#dataVersion) this.#waiters.wake((await this.#client.call("info")).head);
        this.#dataVersion = version;
        await new Promise<void>((resolve) => this.#clock.setTimeout(resolve, POLL_MS));
      }
    } catch {
      // The reader that is woken asks the log itself, and has its error.
      this.#waiters.wakeAll();
    }
    this.#polling = null;
  }

  #check(signal?: AbortSignal): void {
    signal?.throwIfAborted();
    if (this.#closed) throw new StorageError("unavailable", "The event storage is closed");
  }
}
