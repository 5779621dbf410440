/**
 * Sends calls and counts them: as fast as their answers come, or by a timetable that answers do not delay.
 *
 * @module
 */
import { type Clock, onAbort } from "@fluxwire/transport";
import { RpcError } from "@fluxwire/wire";
import { Alarm } from "./precise_clock.ts";
import type { BegunCall, Tally } from "./tally.ts";

/** Makes one call at a time. */
export type Slot = () => Promise<void>;

/** How calls are sent. */
export interface LoadOptions {
  /** Calls a second; null for a closed loop, in which each slot sends its next call after the answer to the last one. */
  rate: number | null;
  /** How long new calls begin, in milliseconds. */
  durationMs: number;
  /** How long to wait for answers after that, in milliseconds. */
  drainMs: number;
  /** Ends the load at once when it aborts. */
  signal: AbortSignal;
  /** A clock finer than a millisecond. */
  clock: Clock;
}

/**
 * Sends calls through slots, and resolves when all are answered, or after the wait for answers.
 *
 * Without a free slot a call of the timetable waits for one; its time starts when it was due.
 *
 * @throws What a slot rejects with, other than an error answer.
 */
export async function runLoad(slots: readonly Slot[], tally: Tally, options: LoadOptions): Promise<void> {
  await new Load(slots, tally, options).run();
}

class Load {
  readonly #options: LoadOptions;
  readonly #tally: Tally;
  readonly #idle: Slot[];
  readonly #startMs: number;
  readonly #endMs: number;
  readonly #alarm: Alarm;
  readonly #over = Promise.withResolvers<void>();
  #isOver = false;
  /** Calls of this load that were sent. */
  #sent = 0;

  constructor(slots: readonly Slot[], tally: Tally, options: LoadOptions) {
    this.#idle = [...slots];
    this.#tally = tally;
    this.#options = options;
    this.#alarm = new Alarm(options.clock);
    this.#startMs = options.clock.now();
    this.#endMs = this.#startMs + options.durationMs;
  }

  async run(): Promise<void> {
    const { clock, signal, rate, drainMs, durationMs } = this.#options;
    const end = () => this.#end();
    const idle = clock.setTimeout(() => this.#endIfDone(), durationMs);
    const drained = clock.setTimeout(end, durationMs + drainMs);
    const listening = onAbort(signal, end);
    if (rate !== null) this.#keepTime();
    else this.#send();
    try {
      await this.#over.promise;
    } finally {
      this.#isOver = true;
      this.#alarm.clear();
      listening[Symbol.dispose]();
      clock.clearTimeout(idle);
      clock.clearTimeout(drained);
    }
  }

  /** How many calls are due by now. */
  #due(nowMs: number): number {
    const { rate, durationMs } = this.#options;
    if (rate === null) return nowMs < this.#endMs ? Infinity : this.#sent;
    const planned = Math.ceil(durationMs * rate / 1_000);
    return Math.min(planned, Math.floor((nowMs - this.#startMs) * rate / 1_000) + 1);
  }

  #intendedMs(call: number): number {
    return this.#startMs + call * 1_000 / this.#options.rate!;
  }

  /** Sends the calls that are due, whenever some are. */
  #keepTime(): void {
    this.#send();
    const nextMs = this.#intendedMs(this.#due(this.#options.clock.now()));
    if (nextMs < this.#endMs) this.#alarm.set(nextMs, () => this.#keepTime());
  }

  #send(): void {
    const { clock, rate } = this.#options;
    for (let nowMs = clock.now(); this.#idle.length > 0 && !this.#isOver; nowMs = clock.now()) {
      if (this.#sent >= this.#due(nowMs)) return;
      const intendedMs = rate === null ? nowMs : this.#intendedMs(this.#sent);
      this.#sent++;
      this.#sendThrough(this.#idle.shift()!, this.#tally.begin(intendedMs, nowMs));
    }
  }

  async #sendThrough(slot: Slot, call: BegunCall): Promise<void> {
    try {
      await slot();
      this.#tally.answer(call, this.#options.clock.now());
    } catch (error) {
      if (!(error instanceof RpcError)) return this.#over.reject(error);
      this.#tally.fail(call, error.code);
    }
    this.#idle.push(slot);
    this.#send();
    this.#endIfDone();
  }

  #endIfDone(): void {
    const nowMs = this.#options.clock.now();
    if (nowMs >= this.#endMs && this.#tally.inFlight === 0 && this.#sent >= this.#due(nowMs)) this.#end();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const nowMs = this.#options.clock.now();
    this.#tally.giveUp(nowMs, this.#unsentMs(nowMs));
    this.#over.resolve();
  }

  /** When the unsent calls were due; empty in a closed loop. */
  #unsentMs(nowMs: number): number[] {
    if (this.#options.rate === null) return [];
    const count = this.#due(nowMs) - this.#sent;
    return Array.from({ length: count }, (_, i) => this.#intendedMs(this.#sent + i));
  }
}
