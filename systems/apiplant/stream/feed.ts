/** The events that a server has applied, for its streams: the last ones from memory, older ones from the log. */
import { onAbort } from "@fluxwire/transport";
import type { Event, Seq } from "../event/event.ts";
import { fromEntry } from "../event/text.ts";
import type { EventStorage, MaybePromise } from "../storage/roles.ts";

/**
 * How many events are kept in memory: few, since what is kept beyond the engine's next collection of young values costs it as much
 * as the instances themselves. Readers that are further behind read the log, whose last entries are texts in memory.
 */
const KEPT = 256;

/** What a reader does not need to be woken for. */
export interface Passing {
  /** Whether the reader needs an event. */
  wants(event: Event): boolean;
  /** Takes the place of the last of the events that it does not need, and that it waited for. */
  passed(seq: Seq): void;
}

/** Applied events in order. */
export class Feed {
  readonly #log: EventStorage;
  readonly #open: (events: readonly Event[]) => MaybePromise<readonly Event[]>;
  #recent: Event[] = [];
  #seq: Seq;
  readonly #waiting = new Set<(events: readonly Event[]) => void>();

  /** `seq` is the place of the last applied event; `open` makes of events of the log what readers get. */
  constructor(
    log: EventStorage,
    seq: Seq,
    open: (events: readonly Event[]) => MaybePromise<readonly Event[]> = (events) => events,
  ) {
    this.#log = log;
    this.#open = open;
    this.#seq = seq;
  }

  /** The place of the last published event. */
  get seq(): Seq {
    return this.#seq;
  }

  /** Takes events that are applied, in order. */
  publish(events: readonly Event[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    this.#recent.push(...events);
    // Readers take what was just published in their next step.
    if (this.#recent.length > 2 * KEPT) this.#recent = this.#recent.slice(-Math.max(KEPT, events.length));
    this.#seq = last.seq;
    for (const wake of [...this.#waiting]) wake(events);
  }

  /** Goes on at a place, with no event up to it in memory. */
  jump(seq: Seq): void {
    this.#recent = [];
    this.#seq = seq;
    for (const wake of [...this.#waiting]) wake([]);
  }

  /**
   * At most `max` events from `from` on, or none yet. Rejects with a `StorageError`, whose code is `compacted` if
   * the log does not have them any more.
   */
  async read(from: Seq, max: number): Promise<readonly Event[]> {
    if (from > this.#seq) return [];
    const oldest = this.#recent[0]?.seq ?? Infinity;
    if (from >= oldest) return await this.#open(this.#recent.slice(from - oldest, from - oldest + max));
    const { entries } = await this.#log.read(from, Math.min(max, this.#seq - from + 1));
    return await this.#open(entries.map(fromEntry));
  }

  /**
   * What waits for one event after the other, as {@link reached} does, at a part of its cost: it listens to the signal once. A
   * wait must have ended before the next one. It goes on waiting, behind them, when there are only events that `passing` does
   * not want.
   */
  waiter(signal: AbortSignal, passing?: Passing): (seq: Seq) => Promise<void> {
    let waiting: { seq: Seq; resolve(): void; reject(reason: unknown): void } | null = null;
    const check = (events: readonly Event[]) => {
      if (waiting === null || this.#seq < waiting.seq) return;
      if (passing !== undefined && events[0]?.seq === waiting.seq && !events.some((event) => passing.wants(event))) {
        waiting.seq = this.#seq + 1;
        return passing.passed(this.#seq);
      }
      waiting.resolve();
      waiting = null;
    };
    this.#waiting.add(check);
    onAbort(signal, () => {
      this.#waiting.delete(check);
      waiting?.reject(signal.reason);
    });
    return (seq) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        waiting = { seq, resolve, reject };
        check([]);
      });
  }

  /** Resolves when the event at `seq` is applied; rejects with the signal's reason. */
  reached(seq: Seq, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (finish: () => void) => {
        this.#waiting.delete(check);
        signal.removeEventListener("abort", abort);
        finish();
      };
      const abort = () => end(() => reject(signal.reason));
      const check = () => {
        if (this.#seq >= seq) end(resolve);
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener("abort", abort, { once: true });
      this.#waiting.add(check);
      check();
    });
  }
}
