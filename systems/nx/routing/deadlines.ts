/**
 * The ends of calls: those that began in one millisecond share a timer, which would cost more than the rest of their way.
 *
 * @module
 */
import type { Clock } from "@fluxwire/transport";

/** What ends at a time. */
export interface Ending {
  /** When, in milliseconds since 1970. */
  readonly endsAtMs: number;
}

/** Calls that end at the same time. */
interface Batch<T> {
  readonly endsAtMs: number;
  readonly items: Set<T>;
  readonly timer: unknown;
}

/** Calls that have not ended yet. */
export class Deadlines<T extends Ending> {
  readonly #clock: Clock;
  readonly #onDue: (item: T) => void;
  readonly #batches = new Map<T, Batch<T>>();
  #latest: Batch<T> | null = null;

  /** @param onDue Called with each whose time is up; it is forgotten then. */
  constructor(clock: Clock, onDue: (item: T) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Adds one. */
  add(item: T): void {
    const batch = this.#latest?.endsAtMs === item.endsAtMs ? this.#latest : this.#begin(item.endsAtMs);
    batch.items.add(item);
    this.#batches.set(item, batch);
  }

  /** Forgets one; its timer is gone with the last of its batch. */
  delete(item: T): void {
    const batch = this.#batches.get(item);
    if (batch === undefined) return;
    this.#batches.delete(item);
    batch.items.delete(item);
    if (batch.items.size === 0) this.#end(batch);
  }

  #begin(endsAtMs: number): Batch<T> {
    const delayMs = Math.max(0, endsAtMs - this.#clock.now());
    const items = new Set<T>();
    const timer = this.#clock.setTimeout(() => {
      for (const item of items) {
        this.delete(item);
        this.#onDue(item);
      }
    }, delayMs);
    return this.#latest = { endsAtMs, items, timer };
  }

  #end(batch: Batch<T>): void {
    this.#clock.clearTimeout(batch.timer);
    if (this.#latest === batch) this.#latest = null;
  }
}
