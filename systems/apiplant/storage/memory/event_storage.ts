/** The event log in memory: it ends with the process. */
import type { Seq } from "../../event/event.ts";
import { compacted } from "../event/compacted.ts";
import { checkDrafts, MAX_APPEND_BYTES } from "../event/drafts.ts";
import { Waiters } from "../event/waiters.ts";
import {
  type AppendResult,
  type EventStorage,
  type EventStorageInfo,
  type LogDraft,
  type LogEntry,
  type Register,
  StorageError,
} from "../roles.ts";
import type { Clock } from "@fluxwire/transport";

/** An event storage whose log is an array. */
export class MemoryEventStorage implements EventStorage {
  readonly #logId: string;
  #entries: LogEntry[] = [];
  #first: Seq = 1;
  #closed = false;
  readonly #registers = new Map<string, Register>();
  readonly #waiters: Waiters;

  /** Starts an empty log. */
  constructor(options: { logId?: string; clock?: Clock } = {}) {
    this.#logId = options.logId ?? crypto.randomUUID();
    this.#waiters = new Waiters(options.clock);
  }

  get #head(): Seq {
    return this.#first + this.#entries.length - 1;
  }

  info(): EventStorageInfo {
    this.#check();
    return {
      logId: this.#logId,
      durable: "none",
      first: this.#first,
      head: this.#head,
      maxAppendBytes: MAX_APPEND_BYTES,
      shared: false,
    };
  }

  // deno-lint-ignore require-await
  async append(expected: Seq, entries: readonly LogDraft[], signal?: AbortSignal): Promise<AppendResult> {
    this.#check(signal);
    checkDrafts(entries);
    if (expected !== this.#head) return { ok: false, head: this.#head };
    let seq = expected;
    for (const { id, model, instance, json } of entries) this.#entries.push({ seq: ++seq, id, model, instance, json });
    this.#waiters.wake(seq);
    return { ok: true, head: seq };
  }

  async read(
    from: Seq,
    max: number,
    waitMs = 0,
    signal?: AbortSignal,
  ): Promise<{ entries: readonly LogEntry[]; head: Seq }> {
    this.#check(signal);
    if (from > this.#head && waitMs > 0) {
      await this.#waiters.wait(from, waitMs, signal);
      this.#check(signal);
    }
    if (from < this.#first) throw compacted(from, this.#first);
    const start = from - this.#first;
    return { entries: this.#entries.slice(start, start + max), head: this.#head };
  }

  getRegister(name: string): Register | null {
    this.#check();
    return this.#registers.get(name) ?? null;
  }

  setRegister(name: string, value: string, ifVersion: number): { ok: true; version: number } | { ok: false } {
    this.#check();
    if ((this.#registers.get(name)?.version ?? 0) !== ifVersion) return { ok: false };
    this.#registers.set(name, { value, version: ifVersion + 1 });
    return { ok: true, version: ifVersion + 1 };
  }

  // deno-lint-ignore require-await
  async trim(before: Seq): Promise<void> {
    this.#check();
    const count = Math.min(before, this.#head + 1) - this.#first;
    if (count <= 0) return;
    this.#entries = this.#entries.slice(count);
    this.#first += count;
  }

  // deno-lint-ignore require-await
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#waiters.wakeAll();
  }

  #check(signal?: AbortSignal): void {
    signal?.throwIfAborted();
    if (this.#closed) throw new StorageError("unavailable", "The event storage is closed");
  }
}
