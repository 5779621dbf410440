/** The log of events with the state that follows it: the only place where a server's state advances. */
import { type Clock, Gate, within } from "@fluxwire/transport";
import type { Event, Seq } from "../event/event.ts";
import { fromEntry } from "../event/text.ts";
import type { State } from "../state/state.ts";
import { MAX_WAITING } from "../state/state.ts";
import { type EventStorage, type MaybePromise, StorageError } from "../storage/roles.ts";
import type { Keys } from "./keys.ts";
import { Refusal } from "./refusal.ts";
import { sleep } from "./settle.ts";

/** How many events are read at once. */
const PAGE = 1_000;

/**
 * How many appends take a turn after one lost its place, so that none of the servers starves. An append that loses has waited for
 * nothing: with 4 turns, four busy servers lose three times as many as with 16.
 */
const TURNS = 16;

/** The pauses of a follower whose storage is out of reach, in milliseconds. */
const FIRST_PAUSE_MS = 50;
const LAST_PAUSE_MS = 1_000;

/** The log itself, or a turn of it. */
export type Access = Pick<EventStorage, "append" | "read">;

/** A turn of the log, which ends. */
export type Turn = Access & AsyncDisposable;

/** What a log is made of. */
export interface LogParts {
  readonly storage: EventStorage;
  readonly state: State;
  readonly keys: Keys;
  readonly clock: Clock;
  /** The id of the server. */
  readonly id: string;
  /** A new id for an event. */
  readonly newId: () => string;
  /** A number from 0 to 1. */
  readonly random: () => number;
  readonly maxAppendBytes: number;
  /** The place of the last erasure of an instance's personal data that is applied here; 0 without one. */
  readonly erasedAt: (model: string, instance: string) => Seq;
  /** Brings the state to a place that the log still goes on from: a compaction has taken away what comes next. */
  readonly recover: () => Promise<void>;
  /** Whether other servers append to the storage. */
  readonly shared: boolean;
  /** How long a lost answer is waited for, before the server takes no more changes. */
  readonly patienceMs: number;
  /**
   * Resolves when the requests that have arrived with the first one of a group wait too. Without it, only what already waits
   * goes together.
   */
  readonly gather?: () => Promise<void>;
  /** Gets why the storage is not used further, once. */
  readonly onBroken?: (error: StorageError) => void;
  /** Takes events that are applied. */
  readonly publish: (events: readonly Event[]) => void;
}

/** How often appends had no clear answer. */
export interface LogCounts {
  readonly lostRaces: number;
  readonly unsettled: number;
}

/** Advances the state, one at a time. */
export class Log {
  readonly parts: LogParts;
  readonly #gate = new Gate(1);
  readonly #closing = new AbortController();
  readonly #counts = { lostRaces: 0, unsettled: 0 };
  #turns = 0;
  #jumpedTo: Seq = 0;
  #now = { ms: 0, text: new Date(0).toISOString() };
  #readOnly = false;
  #isReachable = true;
  #stopping = false;
  #broken: StorageError | null = null;

  /** The state is at the place of its model storage. */
  constructor(parts: LogParts) {
    this.parts = parts;
  }

  /** Aborts when the server stops. */
  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  /** How often another server was first, and how often an answer was lost for long. */
  get counts(): LogCounts {
    return this.#counts;
  }

  /** Whether the server stops, and takes no more changes. */
  get stopping(): boolean {
    return this.#stopping;
  }

  /** Whether an append has no answer yet, so that no other may be sent. */
  get readOnly(): boolean {
    return this.#readOnly;
  }

  /** Whether the storage answered the follower the last time. */
  get isReachable(): boolean {
    return this.#isReachable;
  }

  /** Why the storage is not used further, or `null`. */
  get broken(): StorageError | null {
    return this.#broken;
  }

  /** Runs a task while the state advances nowhere else. */
  exclusive(task: () => Promise<void>): Promise<void> {
    return this.#gate.run(task);
  }

  /** The turn by which the next append reaches the log, if one was lost lately and the storage has turns; else `null`. */
  turn(): Promise<Turn> | null {
    const { storage } = this.parts;
    if (this.#turns === 0 || storage.turn === undefined) return null;
    this.#turns--;
    return storage.turn(this.signal);
  }

  /** Applies what other servers appended. Rejects with a `StorageError`. */
  async catchUp(access: Pick<EventStorage, "read"> = this.parts.storage): Promise<void> {
    const { state, shared } = this.parts;
    if (!shared) return;
    for (;;) {
      const page = await this.#unlessCompacted(access.read(state.seq + 1, PAGE, 0, this.signal));
      if (page === null) {
        await this.#recover();
        continue;
      }
      const { entries, head } = page;
      await this.apply(entries.map(fromEntry));
      if (entries.length === 0 || state.seq >= head) return;
    }
  }

  /** Applies what other servers appended, and gives whether the state is now beyond a place. Rejects with a `StorageError`. */
  async advancedFrom(seq: Seq, signal: AbortSignal): Promise<boolean> {
    const { state, shared } = this.parts;
    if (!shared) return false;
    await within(this.exclusive(() => this.catchUp()), signal);
    return state.seq > seq;
  }

  /** Follows what other servers append, until the server stops. It asks a storage that is out of reach again and again. */
  async follow(waitMs: number): Promise<void> {
    const { state, storage, shared, clock } = this.parts;
    for (let pause = FIRST_PAUSE_MS; shared && !this.signal.aborted;) {
      try {
        const page = await this.#unlessCompacted(storage.read(state.seq + 1, PAGE, waitMs, this.signal));
        if (page === null) await this.exclusive(() => this.catchUp());
        else if (page.entries.length > 0) {
          await this.exclusive(async () => void await this.apply(page.entries.map(fromEntry)));
        }
        this.#isReachable = true;
        pause = FIRST_PAUSE_MS;
      } catch (error) {
        if (!(error instanceof StorageError) || error.code !== "unavailable" || this.signal.aborted) throw error;
        this.#isReachable = false;
        await sleep(clock, pause, this.signal);
        pause = Math.min(pause * 2, LAST_PAUSE_MS);
      }
    }
  }

  /** Replays the log up to its head as it is now. */
  async replay(onProgress?: (seq: Seq, head: Seq) => void): Promise<void> {
    const { state, storage } = this.parts;
    const { head } = await storage.info();
    while (state.seq < head) {
      const page = await this.#unlessCompacted(storage.read(state.seq + 1, PAGE, 0, this.signal));
      if (page === null) {
        await this.#recover();
        continue;
      }
      const { entries } = page;
      if (entries.length === 0) throw new StorageError("corrupt", `The log ends at ${state.seq}, its head is ${head}`);
      await this.apply(entries.map(fromEntry));
      onProgress?.(state.seq, head);
    }
  }

  /** Resolves to null if the log has lost the entries to a compaction. */
  async #unlessCompacted<T>(read: Promise<T>): Promise<T | null> {
    try {
      return await read;
    } catch (error) {
      if (error instanceof StorageError && error.code === "compacted") return null;
      throw error;
    }
  }

  async #recover(): Promise<void> {
    await this.parts.recover();
    this.#jumpedTo = this.parts.state.seq;
  }

  /** The place that the state was last brought to without the events before it; 0 if it never was. */
  get jumpedTo(): Seq {
    return this.#jumpedTo;
  }

  /** Applies events to the state and publishes them. Gives whether the model storage has them. */
  apply(events: readonly Event[]): MaybePromise<boolean> {
    const { state } = this.parts;
    const before = state.seq, applying = state.apply(events);
    return applying instanceof Promise
      ? applying.then((applied) => this.#applied(events, before, applied))
      : this.#applied(events, before, applying);
  }

  #applied(events: readonly Event[], before: Seq, applied: boolean): boolean {
    const { keys, publish } = this.parts;
    const fresh = events.filter(({ seq }) => seq > before);
    for (const event of fresh) keys.take(event);
    if (fresh.length > 0) publish(fresh);
    return applied;
  }

  /** The time of the next events: never less than that of the last one. */
  nextTime(): string {
    const ms = this.parts.clock.now();
    // Many appends have the same millisecond.
    if (ms !== this.#now.ms) this.#now = { ms, text: new Date(ms).toISOString() };
    const now = this.#now.text;
    return now < this.parts.state.lastAt ? this.parts.state.lastAt : now;
  }

  /** Throws a `Refusal` if no change can be taken now. */
  requireWritable(): void {
    const later = { "retry-after": "1" };
    if (this.signal.aborted) {
      throw new Refusal("stopping", "The server stops: send the change to another, or again later", null, later);
    }
    if (this.#broken !== null) throw this.refusalOf(this.#broken);
    if (this.#readOnly) {
      throw new Refusal("read_only", "The server takes no changes until its storage answers", null, later);
    }
    if (this.parts.state.lag > MAX_WAITING) {
      throw new Refusal("storage", "The model storage is too far behind: try again later", { role: "model" }, later);
    }
  }

  /** Notes that an answer has been lost for long. */
  unsettled(): void {
    this.#readOnly = true;
    this.#counts.unsettled++;
  }

  /** Notes that the last append is settled. */
  settled(): void {
    this.#readOnly = false;
  }

  /** Notes that another server was first. */
  lostRace(): void {
    this.#turns = TURNS;
    this.#counts.lostRaces++;
  }

  /** The refusal of changes that a failure of the storage stopped. A corrupt storage is not used further. */
  refusalOf(error: unknown): unknown {
    if (!(error instanceof StorageError)) return error;
    if (error.code === "corrupt" && this.#broken === null) {
      this.#broken = error;
      this.parts.onBroken?.(error);
    }
    const role = { role: "event" };
    return new Refusal("storage", `The event storage failed: ${error.message}`, role, { "retry-after": "1" });
  }

  /** Takes no more changes. */
  stop(): void {
    this.#stopping = true;
  }

  /** Ends what waits for the storage. */
  close(): void {
    this.#stopping = true;
    this.#closing.abort(new Refusal("stopping", "The server stops"));
    this.parts.state.close();
  }
}
