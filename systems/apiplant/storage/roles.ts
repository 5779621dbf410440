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
  /** Its place in the log. */
  readonly seq: Seq;
  /** The event's id. */
  readonly id: string;
  /** The id of the event's model. */
  readonly model: string;
  /** The id of the event's instance, or `null`. */
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
  /** Any text. */
  readonly value: string;
  /** 1 for the first value, more for each later one. */
  readonly version: number;
}

/** What an event storage says of itself. */
export interface EventStorageInfo {
  /** The log's id, a UUID. */
  readonly logId: string;
  /** What an acknowledged append outlives. */
  readonly durable: Durability;
  /** The place of the first entry that is left. */
  readonly first: Seq;
  /** The place of the last entry; 0 if it has none. */
  readonly head: Seq;
  /** The most bytes of JSON that one append takes. */
  readonly maxAppendBytes: number;
  /** Whether other processes may append to it. */
  readonly shared: boolean;
}

/** The log of events. */
export interface EventStorage extends AsyncDisposable {
  /** Which log it is, and where it starts and ends. */
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
  /** A register, or `null` if it was never set. */
  getRegister(name: string): MaybePromise<Register | null>;
  /** Sets a register whose version is `ifVersion`; 0 means that it must not exist. */
  setRegister(
    name: string,
    value: string,
    ifVersion: number,
  ): MaybePromise<{ ok: true; version: number } | { ok: false }>;
  /** Snapshots beside the log, for other servers of it. */
  readonly snapshots?: SharedSnapshots;
  /** Removes the entries before `before`. */
  trim?(before: Seq): Promise<void>;
  /** Waits for a turn, first come, first served: while it is held, no other append lands. It ends after 1 s at the latest. */
  turn?(signal?: AbortSignal): Promise<AsyncDisposable & Pick<EventStorage, "append" | "read">>;
}

/** Snapshots that all servers of a log reach: those that a compaction has overtaken go on from the newest. */
export interface SharedSnapshots {
  /** Keeps the lines of a model storage's dump at a place. */
  put(seq: Seq, lines: AsyncIterable<string>): Promise<void>;
  /** The newest, or `null`. Reading its lines rejects with `unavailable` if newer ones have replaced it. */
  newest(): Promise<{ readonly seq: Seq; readonly lines: AsyncIterable<string> } | null>;
}

/** A page of a list. */
export interface Page {
  /** The instances in the order of the list. */
  readonly items: readonly Instance[];
  /** The values of the sort keys of the last item, `id` last, if there are more items. */
  readonly next: readonly Json[] | null;
  /** The number of all instances of the list, if it was asked for. */
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
  /** The current version of every model, by id. */
  models(): MaybePromise<readonly StoredModel[]>;
  /** A model, or an older version of it. */
  model(id: string, version?: number): MaybePromise<StoredModel | null>;
  /** The hooks of a model, by name; none if it does not exist. */
  hooks(model: string): MaybePromise<readonly HookDefinition[]>;
  /** An instance, or `null` if it or its model does not exist. */
  get(model: string, id: string): MaybePromise<Instance | null>;
  /** A page of a list. Rejects with `not_found` if the model does not exist, as the next two do. */
  find(model: string, query: Query): MaybePromise<Page>;
  /** How many instances a filter has; `null` is all. */
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
  /** A value with its version, or `null` if it does not exist. */
  get(name: string): MaybePromise<{ value: Uint8Array; version: number } | null>;
  /** Sets a value whose version is `ifVersion`: 0 means that it must not exist, `undefined` any. Versions grow by 1. */
  set(name: string, value: Uint8Array, ifVersion?: number): MaybePromise<{ ok: true; version: number } | { ok: false }>;
  /** Removes a value; one that does not exist is no error. */
  delete(name: string): MaybePromise<void>;
  /** The names that start with `prefix`, sorted. */
  list(prefix: string): MaybePromise<readonly string[]>;
}

/** What went wrong outside of a request's answer. */
export interface ErrorRecord {
  /** Its own id. */
  readonly id: string;
  /** RFC 3339, UTC, with milliseconds. */
  readonly at: string;
  /** The server that it happened on. */
  readonly serverId: string;
  /** How bad it is. */
  readonly level: "warning" | "error";
  /** What went wrong, as one word for programs, such as `hook_failed`. */
  readonly code: string;
  /** The same in words, without secrets. */
  readonly message: string;
  /** Where it was thrown. */
  readonly stack?: string;
  /** The id of the event that a hook ran for. */
  readonly event?: string;
  /** The hook that failed. */
  readonly hook?: string;
  /** The id of the model. */
  readonly model?: string;
  /** The id of the instance. */
  readonly instance?: string;
  /** The id of the request that it happened in. */
  readonly requestId?: string;
  /** Which run of the hook it was: 1 for the first. */
  readonly attempt?: number;
}

/** The records of what went wrong. */
export interface ErrorStorage extends AsyncDisposable {
  /** Keeps a record. */
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
  /** The name of its class. */
  override readonly name = "StorageError";

  /** What helps, if that is not the same for all failures with its code; else `null`. */
  readonly remedy: string | null;

  /**
   * Makes one, with what failed in words, without the remedy. `unavailable` may be tried again; after `corrupt` the storage is not used
   * further.
   */
  constructor(
    readonly code: StorageErrorCode,
    message: string,
    options: ErrorOptions & { readonly remedy?: string } = {},
  ) {
    super(message, options);
    this.remedy = options.remedy ?? null;
  }
}
