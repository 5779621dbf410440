/** Readers that wait for the next append. */
import { onAbort, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { Clock } from "@fluxwire/transport";
import type { Seq } from "../../event/event.ts";

/** The reads of a log that wait for its head to move. */
export class Waiters {
  readonly #waiting = new Set<{ seq: Seq; done: () => void }>();
  readonly #clock: Clock;

  /** Waits by a clock. */
  constructor(clock: Clock = SYSTEM_CLOCK) {
    this.#clock = clock;
  }

  /** Resolves when the head is at `seq`, or after `waitMs` milliseconds. Rejects with the signal's reason. */
  wait(seq: Seq, waitMs: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter = { seq, done: resolve };
    this.#waiting.add(waiter);
    const timer = this.#clock.setTimeout(resolve, waitMs);
    const listening = onAbort(signal, () => reject(signal!.reason));
    return promise.finally(() => {
      this.#waiting.delete(waiter);
      this.#clock.clearTimeout(timer);
      listening[Symbol.dispose]();
    });
  }

  /** Ends the waits for places up to `head`. */
  wake(head: Seq): void {
    for (const { seq, done } of this.#waiting) if (seq <= head) done();
  }

  /** Ends all waits. */
  wakeAll(): void {
    this.wake(Infinity);
  }

  /** How many wait. */
  get size(): number {
    return this.#waiting.size;
  }
}
