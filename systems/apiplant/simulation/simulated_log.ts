/** An event storage that several simulated servers share, and the network to it, which loses and delays. */
import type { Seq } from "../event/event.ts";
import {
  type AppendResult,
  type EventStorage,
  type EventStorageInfo,
  type LogDraft,
  type LogEntry,
  type Register,
  StorageError,
} from "../storage/roles.ts";
import type { SeededRandom } from "./random.ts";
import type { VirtualClock } from "./virtual_time.ts";

/** What a simulated storage does wrong on purpose: each must be found. */
export type StorageDefect =
  | "no compare"
  | "no settling"
  | "acknowledged before it is kept"
  | "event given twice"
  | "key forgotten"
  | "post cursor ahead";

/** How often the network does what, from 0 to 1. */
export interface Faults {
  /** A request that never arrives. */
  readonly lostRequest: number;
  /** A request that arrives, whose answer is lost. */
  readonly lostAnswer: number;
  /** A request that arrives after its sender has given up. */
  readonly late: number;
  readonly maxDelayMs: number;
}

/** The entries and registers themselves. */
export class SharedLog {
  readonly logId = "00000000-0000-4000-8000-000000000001";
  readonly entries: LogEntry[] = [];
  readonly registers: Map<string, Register> = new Map();
  readonly defect: StorageDefect | null;
  readonly #waiting = new Set<() => void>();

  /** An empty log, with a defect if one is planted. */
  constructor(defect: StorageDefect | null) {
    this.defect = defect;
  }

  /** Appends directly behind `expected`, or says that the head is another. */
  append(expected: Seq, drafts: readonly LogDraft[]): AppendResult {
    const head = this.entries.length;
    if (head !== expected && this.defect !== "no compare") return { ok: false, head };
    this.entries.push(...drafts.map((draft, at) => ({ ...draft, seq: head + at + 1 })));
    for (const wake of [...this.#waiting]) wake();
    return { ok: true, head: this.entries.length };
  }

  /** Entries from `from` on. */
  read(from: Seq, max: number): readonly LogEntry[] {
    const entries = this.entries.slice(from - 1, from - 1 + max);
    if (this.defect === "key forgotten") return entries.map((entry) => ({ ...entry, json: withoutKey(entry.json) }));
    return entries;
  }

  /** Resolves when the head is not less than `seq`, or after `wait` has passed. */
  reached(seq: Seq, clock: VirtualClock, waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clock.clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const check = () => {
        if (this.entries.length >= seq) end();
      };
      const timer = clock.setTimeout(end, waitMs);
      this.#waiting.add(check);
      check();
    });
  }

  /** Sets a register. */
  setRegister(name: string, value: string, ifVersion: number): { ok: true; version: number } | { ok: false } {
    const version = this.registers.get(name)?.version ?? 0;
    if (version !== ifVersion) return { ok: false };
    const ahead = this.defect === "post cursor ahead" && name.startsWith("post/");
    this.registers.set(name, {
      value: ahead ? JSON.stringify({ seq: this.entries.length }) : value,
      version: version + 1,
    });
    return { ok: true, version: version + 1 };
  }
}

/** The storage as one server reaches it. */
export class RemoteLog implements EventStorage {
  readonly #shared: SharedLog;
  readonly #network: VirtualClock;
  readonly #random: SeededRandom;
  readonly #faults: Faults;
  #cut = false;

  /** `network` is a clock that goes on while the server is held. */
  constructor(shared: SharedLog, network: VirtualClock, random: SeededRandom, faults: Faults) {
    this.#shared = shared;
    this.#network = network;
    this.#random = random;
    this.#faults = faults;
  }

  /** Ends it: no call is answered any more, though what was sent may still arrive. */
  cut(): void {
    this.#cut = true;
  }

  info(): EventStorageInfo {
    const { logId, entries } = this.#shared;
    return { logId, durable: "disk", first: 1, head: entries.length, maxAppendBytes: 64 * 1024, shared: true };
  }

  async append(expected: Seq, drafts: readonly LogDraft[]): Promise<AppendResult> {
    const { defect } = this.#shared;
    if (defect === "acknowledged before it is kept" && this.#random.chance(0.02)) {
      return { ok: true, head: expected + drafts.length };
    }
    const appended = this.#call(() => this.#shared.append(expected, drafts));
    if (defect !== "no settling") return await appended;
    // A definite failure, though the append may have landed.
    return await appended.catch((error) => Promise.reject(new StorageError("invalid", error.message)));
  }

  async read(from: Seq, max: number, waitMs = 0): Promise<{ entries: readonly LogEntry[]; head: Seq }> {
    if (waitMs > 0) await this.#shared.reached(from, this.#network, waitMs);
    const read = () => ({ entries: this.#shared.read(from, max), head: this.#shared.entries.length });
    const result = await this.#call(read);
    if (this.#shared.defect !== "event given twice" || result.entries.length === 0) return result;
    const [first, ...rest] = result.entries as [LogEntry, ...LogEntry[]];
    return {
      ...result,
      entries: this.#random.chance(0.2) ? [first, { ...first, seq: first.seq + 1 }, ...rest] : result.entries,
    };
  }

  getRegister(name: string): Promise<Register | null> {
    return this.#call(() => this.#shared.registers.get(name) ?? null);
  }

  setRegister(name: string, value: string, ifVersion: number): Promise<{ ok: true; version: number } | { ok: false }> {
    return this.#call(() => this.#shared.setRegister(name, value, ifVersion));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }

  #call<T>(serve: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#serve(serve).then((value) => this.#cut || resolve(value), (error) => this.#cut || reject(error));
    });
  }

  async #serve<T>(serve: () => T): Promise<T> {
    const { lostRequest, lostAnswer, late, maxDelayMs } = this.#faults;
    const fate = this.#random.next();
    await this.#delay(maxDelayMs);
    if (fate < lostRequest) throw this.#lost();
    if (fate < lostRequest + late) {
      this.#network.setTimeout(serve, this.#random.next() * 20 * maxDelayMs);
      throw this.#lost();
    }
    const result = serve();
    await this.#delay(maxDelayMs);
    if (fate < lostRequest + late + lostAnswer) throw this.#lost();
    return result;
  }

  #lost(): StorageError {
    return new StorageError("unavailable", "The network lost it");
  }

  #delay(maxMs: number): Promise<void> {
    return new Promise((resolve) => this.#network.setTimeout(resolve, this.#random.next() * maxMs));
  }
}

function withoutKey(json: string): string {
  const { idem: _forgotten, ...event } = JSON.parse(json);
  return JSON.stringify(event);
}
