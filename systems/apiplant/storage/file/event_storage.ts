/** The event log in files: one process writes it, and what it acknowledged outlives a loss of power. */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { Seq } from "../../event/event.ts";
import { compacted } from "../event/compacted.ts";
import { checkDrafts, MAX_APPEND_BYTES } from "../event/drafts.ts";
import { Recent } from "../event/recent.ts";
import { Waiters } from "../event/waiters.ts";
import {
  type AppendResult,
  type Durability,
  type EventStorage,
  type EventStorageInfo,
  type LogDraft,
  type LogEntry,
  type Register,
  StorageError,
} from "../roles.ts";
import { DENO_DISK } from "./deno_disk.ts";
import type { Disk } from "./disk.ts";
import { readEntries } from "./log_reader.ts";
import { LogWriter, type SyncMode } from "./log_writer.ts";
import { openLog, type Segment } from "./open_log.ts";
import { FileRegisters } from "./registers.ts";
import { segmentName } from "./segment.ts";
import { withSystemErrors } from "./system_error.ts";

/** How many UTF-16 units of the last entries are kept in memory: readers that are thousands of events behind read no file. */
const RECENT_UNITS = 4 * 2 ** 20;

/** How a log in files is opened. */
export interface FileLogOptions {
  /** The folder of the log, absolute. It is made if it does not exist. */
  readonly folder: string;
  /** @default {"commit"} */
  readonly sync?: SyncMode;
  /** How often `sync = "interval"` syncs, in milliseconds. @default {200} */
  readonly syncMs?: number;
  /** Whether each segment is verified at the start, or the last one alone. @default {"last"} */
  readonly verify?: "all" | "last";
  /** The size at which a segment ends, in bytes. @default {67108864} */
  readonly segmentBytes?: number;
  /** Called with a sentence for people when the log was mended. */
  readonly warn?: (message: string) => void;
  readonly clock?: Clock;
  readonly disk?: Disk;
}

/** An event storage in a folder that it has locked. */
export class FileEventStorage implements EventStorage {
  readonly #writer: LogWriter;
  readonly #registers: FileRegisters;
  readonly #recent: Recent;
  readonly #waiters: Waiters;
  readonly #lock: Disposable;
  readonly #at: { readonly disk: Disk; readonly folder: string };
  readonly #durable: Durability;
  #closed = false;

  private constructor(
    parts: { writer: LogWriter; registers: FileRegisters; recent: Recent; waiters: Waiters; lock: Disposable },
    at: { disk: Disk; folder: string },
    durable: Durability,
  ) {
    this.#writer = parts.writer;
    this.#registers = parts.registers;
    this.#recent = parts.recent;
    this.#waiters = parts.waiters;
    this.#lock = parts.lock;
    this.#at = at;
    this.#durable = durable;
  }

  /**
   * Opens the log of a folder, or starts one.
   *
   * @throws {StorageError} `conflict` if another process has it open; `corrupt` if it is damaged, with segment and offset;
   * `unavailable` if the folder cannot be used.
   */
  static open(options: FileLogOptions): Promise<FileEventStorage> {
    return withSystemErrors(options.folder, () => FileEventStorage.#open(options));
  }

  static async #open(options: FileLogOptions): Promise<FileEventStorage> {
    const { folder, disk = DENO_DISK, sync = "commit", clock = SYSTEM_CLOCK, warn = () => {} } = options;
    await disk.makeFolder(folder);
    const lock = await disk.lock(`${folder}/log.lock`);
    if (lock === null) {
      throw new StorageError("conflict", `Another process has the log in ${folder} open`, {
        remedy: "stop it, or use its address",
      });
    }
    try {
      const registers = await FileRegisters.open(disk, folder);
      const opened = await openLog({ disk, folder, warn, verify: options.verify ?? "last" });
      const recent = new Recent(RECENT_UNITS), waiters = new Waiters(clock);
      const { syncMs = 200, segmentBytes = 64 * 2 ** 20 } = options;
      const appended = (entries: readonly LogEntry[]) => {
        recent.push(entries);
        waiters.wake(entries.at(-1)!.seq);
      };
      const writer = new LogWriter(opened, { disk, folder, sync, syncMs, segmentBytes, clock, appended });
      const durable = sync === "commit" ? "disk" : "process";
      return new FileEventStorage({ writer, registers, recent, waiters, lock }, { disk, folder }, durable);
    } catch (error) {
      lock[Symbol.dispose]();
      throw error;
    }
  }

  info(): EventStorageInfo {
    this.#check();
    const { logId, head, segments } = this.#writer;
    const first = segments[0]!.first;
    return { logId, durable: this.#durable, first, head, maxAppendBytes: MAX_APPEND_BYTES, shared: false };
  }

  // deno-lint-ignore require-await
  async append(expected: Seq, entries: readonly LogDraft[], signal?: AbortSignal): Promise<AppendResult> {
    this.#check(signal);
    if (this.#writer.failure !== null) throw this.#writer.failure;
    checkDrafts(entries);
    return this.#writer.append(expected, entries, signal);
  }

  async read(
    from: Seq,
    max: number,
    waitMs = 0,
    signal?: AbortSignal,
  ): Promise<{ entries: readonly LogEntry[]; head: Seq }> {
    this.#check(signal);
    if (from > this.#writer.head && waitMs > 0) {
      await this.#waiters.wait(from, waitMs, signal);
      this.#check(signal);
    }
    const { head, segments } = this.#writer;
    if (from < segments[0]!.first) throw compacted(from, segments[0]!.first);
    if (from > head || max < 1) return { entries: [], head };
    return { entries: this.#recent.read(from, max) ?? await this.#readFiles(segments, from, max, head), head };
  }

  getRegister(name: string): Register | null {
    this.#check();
    return this.#registers.get(name);
  }

  // deno-lint-ignore require-await
  async setRegister(name: string, value: string, ifVersion: number): Promise<
    { ok: true; version: number } | { ok: false }
  > {
    this.#check();
    return this.#registers.set(name, value, ifVersion);
  }

  /** The folder of the log. */
  get folder(): string {
    return this.#at.folder;
  }

  /** The segments with the number of their bytes that hold the entries up to `head`; the last one goes on behind them. */
  files(): { segments: { name: string; first: Seq; length: number | null }[]; head: Seq } {
    this.#check();
    const { segments, head, length } = this.#writer, last = segments.length - 1;
    const files = segments.map(({ first }, at) => ({
      name: segmentName(first),
      first,
      length: at === last ? length : null,
    }));
    return { segments: files, head };
  }

  /** Moves segments whose entries are all before `before` to the folder `archive`. */
  trim(before: Seq): Promise<void> {
    return this.compact(before, false);
  }

  /** Moves segments whose entries are all before `before` to the folder `archive`, or deletes them. */
  compact(before: Seq, remove: boolean): Promise<void> {
    return withSystemErrors(this.folder, () => this.#compact(before, remove));
  }

  async #compact(before: Seq, remove: boolean): Promise<void> {
    this.#check();
    const { segments } = this.#writer, { disk, folder } = this.#at;
    const count = segments.findLastIndex(({ first }, at) => at === 0 || first <= before);
    if (count < 1) return;
    const gone = segments.splice(0, count);
    // Says first where the log starts: segments that a crash leaves behind are not read again.
    await this.#writer.saveHead();
    if (!remove) await disk.makeFolder(`${folder}/archive`);
    for (const { first } of gone) {
      const name = segmentName(first);
      if (remove) await disk.remove(`${folder}/${name}`);
      else await disk.rename(`${folder}/${name}`, `${folder}/archive/${name}`);
    }
    if (!remove) await disk.syncFolder(`${folder}/archive`);
    await disk.syncFolder(folder);
  }

  /** Writes what waits, syncs it, and frees the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#waiters.wakeAll();
    try {
      await this.#registers.settled();
      await this.#writer.close();
    } finally {
      this.#lock[Symbol.dispose]();
    }
  }

  #readFiles(segments: readonly Segment[], from: Seq, max: number, head: Seq): Promise<LogEntry[]> {
    return withSystemErrors(this.folder, () => readEntries(this.#at, segments, from, max, head));
  }

  #check(signal?: AbortSignal): void {
    signal?.throwIfAborted();
    if (this.#closed) throw new StorageError("unavailable", "The event storage is closed");
  }
}
