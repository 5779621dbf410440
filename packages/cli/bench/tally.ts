/**
 * What became of the calls of a measurement.
 *
 * @module
 */
import type { Histogram } from "./histogram.ts";

/** A call that was begun. */
export interface BegunCall {
  /** When it should have begun, in milliseconds. */
  readonly intendedMs: number;
  /** When it did. */
  readonly sentMs: number;
}

/** Where a tally keeps its times. */
export interface TallyHistograms {
  /** From sending a call to its answer. */
  sent: Histogram;
  /** From when it should have been sent; null if it is sent as soon as it may be. */
  intended: Histogram | null;
}

/** Counts calls and keeps the times of those that were answered. */
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

  /** Calls that should have begun and never did, as no answer came that made room for them. */
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

  /** Calls without a result: answered with an error, not answered, or not even sent. */
  get failed(): number {
    return [...this.#errors.values()].reduce((sum, count) => sum + count, this.#unanswered + this.#unsent);
  }

  /** Notes that a call is sent. */
  begin(intendedMs: number, sentMs: number): BegunCall {
    const call = { intendedMs, sentMs };
    this.#sent++;
    this.#inFlight.add(call);
    return call;
  }

  /** Notes its result. */
  answer(call: BegunCall, nowMs: number): void {
    if (!this.#inFlight.delete(call)) return;
    this.#answered++;
    this.#time(call, nowMs);
  }

  /** Notes the error it was answered with. Its time counts for nothing: refusing is less work than doing. */
  fail(call: BegunCall, code: string): void {
    if (this.#inFlight.delete(call)) this.#errors.set(code, (this.#errors.get(code) ?? 0) + 1);
  }

  /**
   * Waits for no answer any more. What has none counts with the time it has waited, and so does what was never sent:
   * leaving those out would make a driver that hangs look fast.
   *
   * @param unsentMs When each call should have begun that never was.
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
