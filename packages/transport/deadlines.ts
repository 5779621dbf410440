/**
 * The deadlines of calls: those that end in one millisecond share a timer, which would cost more than the rest of a call.
 *
 * @module
 */
import { type Clock, MAX_TIMER_MS } from "./clock.ts";

/** A call that has a deadline. */
export interface Limited {
  /** The deadline has passed. */
  onDeadline(): void;
}

/** The calls that end in one millisecond. */
export interface Deadline {
  /** When, in milliseconds since 1970. */
  readonly endsAt: number;
  /** Those that have not ended before. */
  readonly calls: Set<Limited>;
  /** Fires then. */
  readonly timer: unknown;
}

/** The deadlines of one clock. */
class Deadlines {
  readonly #clock: Clock;
  readonly #byEnd = new Map<number, Deadline>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(call: Limited, now: number, ms: number): Deadline {
    const endsAt = Math.ceil(now + ms);
    let deadline = this.#byEnd.get(endsAt);
    if (deadline === undefined) {
      const timer = this.#clock.setTimeout(() => this.#fire(endsAt), endsAt - now);
      deadline = { endsAt, calls: new Set(), timer };
      this.#byEnd.set(endsAt, deadline);
    }
    deadline.calls.add(call);
    return deadline;
  }

  remove(call: Limited, deadline: Deadline): void {
    if (!deadline.calls.delete(call) || deadline.calls.size > 0) return;
    if (this.#byEnd.get(deadline.endsAt) !== deadline) return;
    this.#byEnd.delete(deadline.endsAt);
    this.#clock.clearTimeout(deadline.timer);
  }

  #fire(endsAt: number): void {
    const deadline = this.#byEnd.get(endsAt)!;
    this.#byEnd.delete(endsAt);
    for (const call of deadline.calls) call.onDeadline();
  }
}

const ALL = new WeakMap<Clock, Deadlines>();

/**
 * Ends a call after some time, unless {@link clearDeadline} comes first.
 *
 * @returns null for a time that no timer can have, about 24.8 days: such a call has no end of its own.
 */
export function setDeadline(call: Limited, clock: Clock, ms: number): Deadline | null {
  return ms >= MAX_TIMER_MS ? null : deadlinesOf(clock).add(call, clock.now(), ms);
}

/** Forgets a deadline; null, and one that has passed, are no error. */
export function clearDeadline(call: Limited, clock: Clock, deadline: Deadline | null): void {
  if (deadline !== null) deadlinesOf(clock).remove(call, deadline);
}

function deadlinesOf(clock: Clock): Deadlines {
  let known = ALL.get(clock);
  if (known === undefined) ALL.set(clock, known = new Deadlines(clock));
  return known;
}
