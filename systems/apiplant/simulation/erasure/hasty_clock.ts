/** A clock on which every wait is over at once, until it is stopped: then nothing of its program runs on. */
import type { Clock } from "@fluxwire/transport";

/** Its time goes on by what was waited for. */
export class HastyClock implements Clock {
  #now: number = Date.UTC(2026, 0, 1);
  readonly #timers = new Set<unknown>();
  readonly #ended = new AbortController();

  /** Aborts when it is stopped. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  now(): number {
    return this.#now;
  }

  setTimeout(callback: () => void, delayMs: number): unknown {
    if (this.ended.aborted) return null;
    const timer: unknown = setTimeout(() => {
      this.#timers.delete(timer);
      this.#now += delayMs;
      callback();
    });
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    clearTimeout(timer as number);
    this.#timers.delete(timer);
  }

  /** Forgets its timers, and takes no more. */
  stop(): void {
    this.#ended.abort();
    for (const timer of this.#timers) clearTimeout(timer as number);
    this.#timers.clear();
  }
}
