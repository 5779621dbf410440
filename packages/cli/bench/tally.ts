/**
 * The counts and times of a measurement's calls.
 *
 * @module
 */
import type { Histogram } from "./histogram.ts";

/** A call in progress. */
export interface BegunCall {
  /** When it was due, in milliseconds. */
  readonly intendedMs: number;
  /** When it began, in milliseconds. */
  readonly sentMs: number;
}

/** The histograms of a tally. */
export interface TallyHistograms {
  /** Times from sending to answer. */
  sent: Histogram;
  /** Times from when the call was due; null for a closed loop. */
  intended: Histogram | null;
}

/** Counts calls and keeps the times of answered ones. */
export class Tally {
  readonly #histograms: TallyHistograms;
  readonly #inFlight = new Set<BegunCall>();
  readonly #errors = new Map<string, number>();
  #sent = 0;
  #answered = 0;
  #unanswered = 0;
  #unsent = 0;

  constructor(histograms: TallyHistograms) {
    this.#histograms = histograms;
  }

  /** Calls that were sent. */
  get sent(): number {
    return this.#sent;
  }

  /** Calls that were answered with a result. */
  get answered(): number {
    return this.#answered;
  }

  /** Calls that had no answer when the measurement was over. */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** Calls that were due but never began, because no slot became free. */
  get unsent(): number {
    return this.#unsent;
  }

  /** How many calls wait for their answer. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Calls that were answered with an error, by its code. */
  get errors(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#errors);
  }

  /** Calls without a result: answered with an error, not answered, or never sent. */
  get failed(): number {
    return [...this.#errors.values()].reduce((sum, count) => sum + count, this.#unanswered + this.#unsent);
  }

  /** Records that a call is sent. */
  begin(intendedMs: number, sentMs: number): BegunCall {
    const call = { intendedMs, sentMs };
    this.#sent++;
    this.#inFlight.add(call);
    return call;
  }

  /** Records its result. */
  answer(call: BegunCall, nowMs: number): void {
    if (!this.#inFlight.delete(call)) return;
    this.#answered++;
    this.#time(call, nowMs);
  }

  /** Records its error answer. Its time does not count, as refusing is less work than answering. */
  fail(call: BegunCall, code: string): void {
    if (this.#inFlight.delete(call)) this.#errors.set(code, (this.#errors.get(code) ?? 0) + 1);
  }

  /**
   * Stops waiting for answers. Unanswered and unsent calls count with the time that they have waited: without them, a
   * driver that hangs would look fast.
   *
   * @param unsentMs When each unsent call was due.
   */
  giveUp(nowMs: number, unsentMs: readonly number[]): void {
    for (const call of this.#inFlight) this.#time(call, nowMs);
    this.#unanswered += this.#inFlight.size;
    this.#inFlight.clear();
    for (const intendedMs of unsentMs) this.#histograms.intended?.add((nowMs - intendedMs) * 1_000);
    this.#unsent += unsentMs.length;
  }

  #time({ intendedMs, sentMs }: BegunCall, nowMs: number): void {
    this.#histograms.sent.add((nowMs - sentMs) * 1_000);
    this.#histograms.intended?.add((nowMs - intendedMs) * 1_000);
  }
}
