/** The event log in a database of PostgreSQL, which any number of servers may share. */
import { type Clock, Gate, SYSTEM_CLOCK } from "@fluxwire/transport";
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
  type SharedSnapshots,
  StorageError,
} from "../roles.ts";
import type { PostgresAddress } from "./address.ts";
import { Connection } from "./connection.ts";
import { Listener } from "./listener.ts";
import { type OpenedLog, openSchema } from "./schema.ts";
import { PostgresSnapshots } from "./snapshots.ts";
import { pageOf, Statements } from "./statements.ts";
import { Turn } from "./turn.ts";

/** A commit is answered when the server has it on its disk, whatever the server's own setting is. */
const SYNCHRONOUS =
  "SELECT CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', false) END";

/** Where the log is. */
export interface PostgresLogOptions {
  readonly address: PostgresAddress;
  /** The schema of its tables; made at the first start. */
  readonly schema: string;
  readonly clock?: Clock;
  /** Gets a sentence if commits may be lost with the machine's power. */
  readonly warn?: (text: string) => void;
}

/** An event storage whose head is a row: an append is one call of a function, in a transaction of its own. */
export class PostgresEventStorage implements EventStorage {
  readonly #log: OpenedLog;
  readonly #clock: Clock;
  readonly #statements: Statements;
  readonly #waiters: Waiters;
  /** For appends, which may wait for the lock of the head. */
  readonly #writing: Connection;
  /** For all that does not wait. */
  readonly #reading: Connection;
  readonly #turns: Connection;
  /** The connection of turns holds one at a time. */
  readonly #turnGate = new Gate(1);
  readonly #listener: Listener;
  readonly snapshots: SharedSnapshots;
  #notified: Seq = 0;
  #isClosed = false;

  private constructor(log: OpenedLog, reading: Connection, statements: Statements, options: PostgresLogOptions) {
    const { address, clock = SYSTEM_CLOCK } = options, parts = { address, clock, setup: [SYNCHRONOUS] };
    this.#log = log;
    this.#clock = clock;
    this.#statements = statements;
    this.#waiters = new Waiters(clock);
    this.#reading = reading;
    this.#writing = new Connection(parts);
    this.#turns = new Connection(parts);
    this.snapshots = new PostgresSnapshots(reading, options.schema);
    const onHead = (head: Seq) => {
      this.#notified = Math.max(this.#notified, head);
      this.#waiters.wake(head);
    };
    this.#listener = new Listener({ address, clock, statements, logId: log.logId, onHead });
  }

  /**
   * Connects, and makes the tables if they are missing.
   *
   * @throws {StorageError} `unavailable` if the server cannot be reached, `invalid` if it refuses the user or has other
   *   tables under these names.
   */
  static async open(options: PostgresLogOptions): Promise<PostgresEventStorage> {
    const { address, schema, clock = SYSTEM_CLOCK } = options;
    const reading = new Connection({ address, clock, setup: [SYNCHRONOUS] });
    try {
      const log = await openSchema(reading, schema);
      if (!log.isSynced) {
        options.warn?.(`${address.name} runs with fsync = off: a loss of power may lose changes that were answered`);
      }
      return new PostgresEventStorage(log, reading, new Statements(schema), options);
    } catch (error) {
      await reading[Symbol.asyncDispose]();
      throw error;
    }
  }

  async info(): Promise<EventStorageInfo> {
    this.#check();
    const [row] = await this.#reading.query(this.#statements.ends());
    return {
      logId: this.#log.logId,
      durable: this.#log.isSynced ? "disk" : "process",
      first: Number(row!.first),
      head: Number(row!.head),
      maxAppendBytes: MAX_APPEND_BYTES,
      shared: true,
    };
  }

  async append(expected: Seq, drafts: readonly LogDraft[], signal?: AbortSignal): Promise<AppendResult> {
    this.#check(signal);
    checkDrafts(drafts);
    const [row] = await this.#writing.query(this.#statements.append(expected, drafts));
    const head = Number(row!.head);
    // Readers of this server need not wait for the notification.
    this.#waiters.wake(head);
    return { ok: row!.ok === true, head };
  }

  async read(
    from: Seq,
    max: number,
    waitMs = 0,
    signal?: AbortSignal,
  ): Promise<{ entries: readonly LogEntry[]; head: Seq }> {
    this.#check(signal);
    const page = await this.#page(from, max);
    if (from <= page.head || waitMs <= 0) return page;
    this.#check(signal);
    // An append that was notified while the page was read wakes no reader later.
    if (this.#notified < from) await this.#waiters.wait(from, waitMs, signal);
    this.#check(signal);
    return await this.#page(from, max);
  }

  async getRegister(name: string): Promise<Register | null> {
    this.#check();
    const [row] = await this.#reading.query(this.#statements.getRegister(name));
    return row === undefined ? null : { value: row.value as string, version: Number(row.version) };
  }

  async setRegister(
    name: string,
    value: string,
    ifVersion: number,
  ): Promise<{ ok: true; version: number } | { ok: false }> {
    this.#check();
    const [row] = await this.#reading.query(this.#statements.setRegister(name, value, ifVersion));
    return row === undefined ? { ok: false } : { ok: true, version: Number(row.version) };
  }

  async trim(before: Seq): Promise<void> {
    this.#check();
    await this.#writing.query(this.#statements.trim(before));
  }

  async turn(signal?: AbortSignal): Promise<AsyncDisposable & Pick<EventStorage, "append" | "read">> {
    this.#check(signal);
    const parts = { connection: this.#turns, statements: this.#statements, storage: this, clock: this.#clock };
    const { promise, resolve, reject } = Promise.withResolvers<Turn>();
    this.#turnGate.run(async () => {
      const turn = await Turn.take(parts, signal);
      resolve(turn);
      await turn.ended;
    }, signal).catch(reject);
    return await promise;
  }

  /** Ends the waiting reads and the connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#waiters.wakeAll();
    await this.#listener[Symbol.asyncDispose]();
    for (const connection of [this.#turns, this.#writing, this.#reading]) await connection[Symbol.asyncDispose]();
  }

  async #page(from: Seq, max: number): Promise<{ entries: readonly LogEntry[]; head: Seq }> {
    const { entries, first, head } = pageOf(await this.#reading.query(this.#statements.read(from, max)), from);
    if (from < first) throw compacted(from, first);
    return { entries, head };
  }

  #check(signal?: AbortSignal): void {
    signal?.throwIfAborted();
    if (this.#isClosed) throw new StorageError("unavailable", "The event storage is closed");
  }
}
