/**
 * The timer of a session's time limit. Setting and clearing one for each call would take 10 µs of a short call.
 *
 * @module
 */
import type { Clock } from "@fluxwire/transport";
import type { Call } from "./call.ts";
import type { StatementLimit } from "./statement_limit.ts";

/** Ends the call of a session that has run for too long. One timer serves the calls that come after each other. */
export class LimitTimer {
  readonly #limit: StatementLimit;
  readonly #clock: Clock;
  #call: Call | null = null;
  #end = 0;
  #timer: unknown = null;

  constructor(limit: StatementLimit, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  /** Counts from now on for this call, and no longer for the one before, which is answered. */
  start(call: Call): void {
    this.#end = this.#clock.now() + this.#limit.ms;
    this.#call = call.limit(this.#end) ? call : null;
    if (this.#call !== null) this.#timer ??= this.#clock.setTimeout(() => this.#fire(), this.#limit.ms);
  }

  /** Ends the timer. */
  stop(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
    this.#call = null;
  }

  /** The running call may be a later one than the timer was set for; it then has time left. */
  #fire(): void {
    this.#timer = null;
    const call = this.#call;
    if (call === null || call.isAnswered) return;
    // The clock may have been set back.
    const left = Math.min(this.#end - this.#clock.now(), this.#limit.ms);
    if (left > 0) this.#timer = this.#clock.setTimeout(() => this.#fire(), left);
    else call.endWith(this.#limit.error);
  }
}
