/** The event log of a driver in another process. */
import type { Seq } from "../../event/event.ts";
import { type Event, EventStorage as Service } from "../../generated/apiplant/storage/v1/event_storage_pb.ts";
import type { Caller } from "../../remote/caller.ts";
import { checkDriver } from "../../remote/driver_info.ts";
import { checkDrafts, MAX_APPEND_BYTES } from "../event/drafts.ts";
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
import { numberOf } from "./numbers.ts";

const DURABILITIES: readonly Durability[] = ["none", "process", "disk", "replicated"];

/** How long one call waits for an append, in milliseconds: what lies between may end connections that are silent for long. */
const MAX_WAIT_MS = 20_000;

const { method } = Service;

/** An event storage that is called. It watches that the driver has the same log, with all that it acknowledged, at each call. */
export class RemoteEventStorage implements EventStorage {
  readonly #caller: Caller;
  readonly #logId: string;
  readonly trim?: (before: Seq) => Promise<void>;
  /** The greatest head that the driver has answered. */
  #head: Seq;
  /** Whether the driver was out of reach, so that it may have been started anew since. */
  #isDoubtful = false;

  private constructor(caller: Caller, info: EventStorageInfo, canTrim: boolean) {
    this.#caller = caller;
    this.#logId = info.logId;
    this.#head = info.head;
    if (canTrim) this.trim = (before) => this.#trim(before);
  }

  /**
   * Asks the driver for its log.
   *
   * @throws {StorageError} `invalid` if it is no driver of event storages.
   */
  static async open(caller: Caller): Promise<RemoteEventStorage> {
    const { info, capabilities } = await infoOf(caller);
    return new RemoteEventStorage(caller, info, capabilities.includes("trim"));
  }

  async info(): Promise<EventStorageInfo> {
    const since = this.#head;
    const { info } = await infoOf(this.#caller);
    if (info.logId !== this.#logId) throw this.#lost(`it has the log ${info.logId} now, it had ${this.#logId}`);
    this.#checkHead(info.head, since);
    this.#isDoubtful = false;
    return info;
  }

  async append(expected: Seq, entries: readonly LogDraft[], signal?: AbortSignal): Promise<AppendResult> {
    signal?.throwIfAborted();
    checkDrafts(entries);
    const events = entries.map(({ id, model, instance, json }) => ({ id, model, instance: instance ?? "", json }));
    const { conflict, head } = await this.#watched(async (since) => {
      const answer = await this.#caller.call(method.append, { expected: BigInt(expected), events }, { signal });
      return { ...answer, head: this.#checkHead(numberOf(answer.head), since) };
    });
    return { ok: !conflict, head };
  }

  async read(
    from: Seq,
    max: number,
    waitMs = 0,
    signal?: AbortSignal,
  ): Promise<{ entries: readonly LogEntry[]; head: Seq }> {
    for (let left = waitMs;; left -= MAX_WAIT_MS) {
      const wait = Math.min(Math.max(left, 0), MAX_WAIT_MS);
      const page = await this.#page(from, max, wait, signal);
      if (page.entries.length > 0 || page.head >= from || left <= MAX_WAIT_MS) return page;
    }
  }

  async getRegister(name: string): Promise<Register | null> {
    const { register } = await this.#watched(() =>
      this.#caller.call(method.getRegister, { name }, { isRepeatable: true })
    );
    if (register === undefined) return null;
    return { value: new TextDecoder().decode(register.value), version: numberOf(register.version) };
  }

  async setRegister(
    name: string,
    value: string,
    ifVersion: number,
  ): Promise<{ ok: true; version: number } | { ok: false }> {
    const request = { name, value: new TextEncoder().encode(value), ifVersion: BigInt(ifVersion) };
    const { conflict, version } = await this.#watched(() => this.#caller.call(method.setRegister, request));
    return conflict ? { ok: false } : { ok: true, version: numberOf(version) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#caller[Symbol.asyncDispose]();
  }

  async #trim(before: Seq): Promise<void> {
    await this.#watched(() => this.#caller.call(method.trim, { before: BigInt(before) }, { isRepeatable: true }));
  }

  async #page(
    from: Seq,
    max: number,
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<{ entries: readonly LogEntry[]; head: Seq }> {
    const { events, head } = await this.#watched(async (since) => {
      const request = { from: BigInt(from), max, waitMs };
      const options = { signal, waitMs, isRepeatable: waitMs === 0 };
      const answer = await this.#caller.call(method.read, request, options);
      return { ...answer, head: this.#checkHead(numberOf(answer.head), since) };
    });
    const entries = events.map((event, at) => entryOf(event, from + at, this.#caller.name));
    if (entries.length > max) throw this.#broken(`it answers ${entries.length} events, ${max} were asked for`);
    if (entries.length === 0 && from <= head) throw this.#broken(`it has no event at ${from}, its head is ${head}`);
    return { entries, head };
  }

  /** Makes a call, after a look at the log if the driver was out of reach before. `since` is the head that it must have at least. */
  async #watched<T>(call: (since: Seq) => Promise<T>): Promise<T> {
    if (this.#isDoubtful) await this.info();
    try {
      return await call(this.#head);
    } catch (error) {
      if (error instanceof StorageError && error.code === "unavailable") this.#isDoubtful = true;
      throw error;
    }
  }

  #checkHead(head: Seq, since: Seq): Seq {
    if (head < since) throw this.#lost(`its log ends at ${head}, it had ${since} events`);
    this.#head = Math.max(this.#head, head);
    return head;
  }

  #lost(what: string): StorageError {
    return new StorageError("corrupt", `${this.#caller.name} has lost events: ${what}`);
  }

  #broken(what: string): StorageError {
    return new StorageError("corrupt", `${this.#caller.name} breaks its log: ${what}`);
  }
}

async function infoOf(caller: Caller): Promise<{ info: EventStorageInfo; capabilities: readonly string[] }> {
  const said = await caller.call(method.info, {}, { isRepeatable: true });
  const { capabilities } = checkDriver(said.driver, "event", caller.name);
  const durable = DURABILITIES.find((one) => one === said.durable);
  if (durable === undefined || said.logId === "") {
    throw new StorageError("invalid", `${caller.name} must say which log it has, and how durable it is`);
  }
  return {
    capabilities,
    info: {
      logId: said.logId,
      durable,
      first: numberOf(said.first),
      head: numberOf(said.head),
      maxAppendBytes: Math.min(numberOf(said.maxAppendBytes) || MAX_APPEND_BYTES, MAX_APPEND_BYTES),
      shared: !said.exclusive,
    },
  };
}

function entryOf({ seq, id, model, instance, json }: Event, wanted: Seq, name: string): LogEntry {
  if (numberOf(seq) !== wanted) {
    throw new StorageError("corrupt", `${name} breaks its log: it answers event ${seq} in the place of ${wanted}`);
  }
  return { seq: wanted, id, model, instance: instance === "" ? null : instance, json };
}
