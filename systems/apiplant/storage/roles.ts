/**
 * The roles of storage, with the methods of each. They are small and unary, so that they are the same in this process,
 * over HTTP and in other languages.
 *
 * A method that fails rejects with a `StorageError`.
 */
import type { Event, Seq } from "../event/event.ts";
import type { HookDefinition, StoredModel } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import type { Filter, Query } from "../model/query.ts";
import type { Json } from "../json/json.ts";

/** A method's answer: memory answers at once, other kinds later. */
export type MaybePromise<T> = T | Promise<T>;

/** What an acknowledged append outlives: nothing, the process, a loss of power, the loss of a machine. */
export type Durability = "none" | "process" | "disk" | "replicated";

/** An event as storages keep it: its text, and the few members that a storage may index. */
export interface LogEntry {
  readonly seq: Seq;
  /** The event's id. */
  readonly id: string;
  readonly model: string;
  readonly instance: string | null;
  /** The event as JSON in one line, without `seq`; storages keep its bytes. */
  readonly json: string;
}

/** An entry before it has its place. */
export type LogDraft = Omit<LogEntry, "seq">;

/** What an append did. A conflict changed nothing: the log's head is not `expected`. */
export type AppendResult = { readonly ok: true; readonly head: Seq } | { readonly ok: false; readonly head: Seq };

/** A named value beside the log that changes by compare-and-set. */
export interface Register {
  readonly value: string;
  /** 1 for the first value, more for each later one. */
  readonly version: number;
}

/** What an event storage says of itself. */
export interface EventStorageInfo {
  /** The log's id, a UUID. */
  readonly logId: string;
  readonly durable: Durability;
  /** The place of the first entry that is left. */
  readonly first: Seq;
  readonly head: Seq;
  /** The most bytes of JSON that one append takes. */
  readonly maxAppendBytes: number;
  /** Whether other processes may append to it. */
  readonly shared: boolean;
}

/** The log of events. */
export interface EventStorage extends AsyncDisposable {
  info(): MaybePromise<EventStorageInfo>;
  /**
   * Appends all entries directly behind `expected`, in order, or none. It may reject with `unavailable` without saying
   * whether they landed; repeating the same call then cannot land them twice.
   */
  append(expected: Seq, entries: readonly LogDraft[], signal?: AbortSignal): Promise<AppendResult>;
  /**
   * At most `max` entries from `from` on. If the head is less than `from`, it waits up to `waitMs` milliseconds for an append.
   * Rejects with `compacted` if `from` is before the first entry.
   */
  read(
    from: Seq,
    max: number,
    waitMs?: number,
    signal?: AbortSignal,
  ): Promise<{ entries: readonly LogEntry[]; head: Seq }>;
  getRegister(name: string): MaybePromise<Register | null>;
  /** Sets a register whose version is `ifVersion`; 0 means that it must not exist. */
  setRegister(
    name: string,
    value: string,
    ifVersion: number,
  ): MaybePromise<{ ok: true; version: number } | { ok: false }>;
  /** Removes the entries before `before`. */
  trim?(before: Seq): Promise<void>;
  /** Waits for a turn, first come, first served: while it is held, no other append lands. It ends after 1 s at the latest. */
  turn?(signal?: AbortSignal): Promise<AsyncDisposable & Pick<EventStorage, "append" | "read">>;
}

/** A page of a list. */
export interface Page {
  readonly items: readonly Instance[];
  /** The values of the sort keys of the last item, `id` last, if there are more items. */
  readonly next: readonly Json[] | null;
  readonly total: number | null;
}

/** What the events made: models, hooks, instances. */
export interface ModelStorage extends AsyncDisposable {
  /** The place of the last applied event, and the log that it is of (`null` before the first `reset`). */
  state(): MaybePromise<{ seq: Seq; logId: string | null }>;
  /** Applies events in order: those at or below its place are ignored, a gap is refused. */
  apply(events: readonly Event[]): MaybePromise<Seq>;
  /** Forgets everything, and takes events of this log from now on. */
  reset(logId: string): MaybePromise<void>;
  models(): MaybePromise<readonly StoredModel[]>;
  /** A model, or an older version of it. */
  model(id: string, version?: number): MaybePromise<StoredModel | null>;
  hooks(model: string): MaybePromise<readonly HookDefinition[]>;
  get(model: string, id: string): MaybePromise<Instance | null>;
  find(model: string, query: Query): MaybePromise<Page>;
  count(model: string, filter: Filter | null): MaybePromise<number>;
  /** The id of the instance whose fields have these values, none of them null. */
  findUnique(model: string, fields: readonly string[], values: readonly Json[]): MaybePromise<string | null>;
  /** All content as lines of JSON in one order: equal states have equal lines. The first line has `seq` and `logId`. */
  dump(): AsyncIterable<string>;
  /** Replaces all content by that of a dump. */
  load(lines: AsyncIterable<string>): Promise<void>;
}

/** Sealed values by name. */
export interface SecureStorage extends AsyncDisposable {
  get(name: string): MaybePromise<{ value: Uint8Array; version: number } | null>;
  set(name: string, value: Uint8Array, ifVersion?: number): MaybePromise<{ ok: true; version: number } | { ok: false }>;
  delete(name: string): MaybePromise<void>;
  list(prefix: string): MaybePromise<readonly string[]>;
}

/** What went wrong outside of a request's answer. */
export interface ErrorRecord {
  readonly id: string;
  readonly at: string;
  readonly serverId: string;
  readonly level: "warning" | "error";
  readonly code: string;
  readonly message: string;
  readonly stack?: string;
  /** The id of the event that a hook ran for. */
  readonly event?: string;
  readonly hook?: string;
  readonly model?: string;
  readonly instance?: string;
  readonly requestId?: string;
  readonly attempt?: number;
}

/** The records of what went wrong. */
export interface ErrorStorage extends AsyncDisposable {
  log(record: ErrorRecord): MaybePromise<void>;
  /** At most `max` records, newest first, older than the record `before`. */
  list(query: { before?: string; max: number; model?: string; hook?: string }): MaybePromise<readonly ErrorRecord[]>;
}

/** Why a storage's method failed. */
export type StorageErrorCode =
  | "unavailable"
  | "invalid"
  | "not_found"
  | "conflict"
  | "exhausted"
  | "corrupt"
  | "compacted"
  | "unimplemented";

/** A failure of a storage's method. */
export class StorageError extends Error {
  override readonly name = "StorageError";

  /** Makes one, with what failed in words. `unavailable` may be tried again; after `corrupt` the storage is not used further. */
  constructor(readonly code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}
