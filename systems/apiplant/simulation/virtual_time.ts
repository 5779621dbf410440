/** Time that passes only when all that runs has come to rest. */
import { setImmediate } from "node:timers";
import type { Clock } from "@fluxwire/transport";

interface Timer {
  readonly id: number;
  due: number;
  readonly callback: () => void;
  readonly owner: VirtualClock;
}

/** The time of a simulation, with its timers. */
export class VirtualTime {
  #now: number;
  #last = 0;
  #timers: Timer[] = [];

  /** Starts at a time, in milliseconds since 1970. */
  constructor(now: number) {
    this.#now = now;
  }

  /** The time. */
  get now(): number {
    return this.#now;
  }

  /** A clock of this time, whose timers can be held and dropped together. `offset` is how far it goes ahead. */
  clock(offset = 0): VirtualClock {
    return new VirtualClock(this, offset);
  }

  /** Adds a timer. */
  add(owner: VirtualClock, callback: () => void, delayMs: number): number {
    const timer = { id: ++this.#last, due: this.#now + Math.max(0, delayMs), callback, owner };
    // By due time; timers of the same time fire in the order they were set.
    let at = this.#timers.length;
    while (at > 0 && (this.#timers[at - 1] as Timer).due > timer.due) at--;
    this.#timers.splice(at, 0, timer);
    return timer.id;
  }

  /** Removes a timer. */
  remove(id: number): void {
    this.#timers = this.#timers.filter((timer) => timer.id !== id);
  }

  /** Removes all timers of a clock. */
  drop(owner: VirtualClock): void {
    this.#timers = this.#timers.filter((timer) => timer.owner !== owner);
  }

  /**
   * Fires timers in order until `finished`, or until none is left to fire. Between two of them everything that can run has
   * run. Gives whether it finished within `limit` timers.
   */
  async run(finished: () => boolean, limit = 1_000_000): Promise<boolean> {
    for (let fired = 0; fired < limit; fired++) {
      await rest();
      if (finished()) return true;
      const at = this.#timers.findIndex(({ owner }) => !owner.held);
      const timer = this.#timers[at];
      if (timer === undefined) return false;
      this.#timers.splice(at, 1);
      this.#now = Math.max(this.#now, timer.due);
      timer.callback();
    }
    return false;
  }
}

/** A clock of a simulation. */
export class VirtualClock implements Clock {
  readonly #time: VirtualTime;
  readonly #offset: number;
  #held = false;

  /** Use `VirtualTime.clock`. */
  constructor(time: VirtualTime, offset: number) {
    this.#time = time;
    this.#offset = offset;
  }

  /** Whether its timers wait. */
  get held(): boolean {
    return this.#held;
  }

  /** Holds its timers, or lets them go on: those that are due fire at once. */
  hold(held: boolean): void {
    this.#held = held;
  }

  /** Drops its timers. */
  stop(): void {
    this.#time.drop(this);
  }

  now(): number {
    return this.#time.now + this.#offset;
  }

  setTimeout(callback: () => void, delayMs: number): unknown {
    return this.#time.add(this, callback, delayMs);
  }

  clearTimeout(timer: unknown): void {
    this.#time.remove(timer as number);
  }
}

/** Resolves when all promises that can settle have settled. */
function rest(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
