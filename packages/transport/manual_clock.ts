/**
 * A clock for tests of time limits.
 *
 * @module
 */
import type { Clock } from "./clock.ts";

/** A timer that waits. */
export interface ManualTimer {
  /** What it calls. */
  callback: () => void;
  /** The delay it was set with, in milliseconds. */
  delayMs: number;
  /** When it fires, in the clock's time. */
  dueMs: number;
}

/**
 * Time that passes only when the test says so.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ManualClock } from "@fluxwire/transport";
 *
 * const clock = new ManualClock();
 * const fired: number[] = [];
 * clock.setTimeout(() => fired.push(clock.now()), 1_000);
 * clock.advance(999);
 * assert.deepEqual(fired, []);
 * clock.advance(60_000);
 * assert.deepEqual(fired, [1_000]);
 * ```
 */
export class ManualClock implements Clock {
  /** The timers that wait, by the id that clears them. */
  readonly timers: Map<number, ManualTimer> = new Map();
  #now: number;
  #last = 0;
  readonly #watches = new Set<{ delayMs: number; resolve: () => void }>();

  /** Stands still at a time, in milliseconds since 1970. */
  constructor(now = 0) {
    this.#now = now;
  }

  /** The time, in milliseconds since 1970; while a timer's callback runs, when that timer was due. */
  now(): number {
    return this.#now;
  }

  /** Keeps a timer until its time has come. */
  setTimeout(callback: () => void, delayMs: number): number {
    this.timers.set(++this.#last, { callback, delayMs, dueMs: this.#now + delayMs });
    for (const watch of this.#watches) {
      if (watch.delayMs === delayMs && this.#watches.delete(watch)) watch.resolve();
    }
    return this.#last;
  }

  /** Forgets a timer. */
  clearTimeout(timer: unknown): void {
    this.timers.delete(timer as number);
  }

  /** How many timers were ever set. */
  get count(): number {
    return this.#last;
  }

  /**
   * Resolves when a timer of exactly this delay waits, at once if one already does. A driver sets the timer of a
   * call when it has read the request, a while after a client sent it: wait for that, then advance.
   */
  timer(delayMs: number): Promise<void> {
    if ([...this.timers.values()].some((timer) => timer.delayMs === delayMs)) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#watches.add({ delayMs, resolve });
    return promise;
  }

  /** Lets time pass: every timer due by then fires, in the order of time, also those that are set on the way. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (let next = this.#next(until); next !== null; next = this.#next(until)) {
      this.timers.delete(next.id);
      this.#now = next.dueMs;
      next.callback();
    }
    this.#now = until;
  }

  /** Fires all that wait now, however long they have to go; no time passes. */
  fire(): void {
    for (const [id, { callback }] of [...this.timers]) {
      this.timers.delete(id);
      callback();
    }
  }

  #next(until: number): ManualTimer & { id: number } | null {
    let first: ManualTimer & { id: number } | null = null;
    for (const [id, timer] of this.timers) {
      if (timer.dueMs <= until && (first === null || timer.dueMs < first.dueMs)) first = { id, ...timer };
    }
    return first;
  }
}
