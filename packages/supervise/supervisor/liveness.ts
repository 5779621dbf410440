/**
 * Finds out whether a service hangs, without taking one that is busy for it.
 *
 * @module
 */
import type { Clock } from "@fluxwire/transport";
import type { LivenessSettings } from "./settings.ts";

/**
 * What a check has found. `answered`: it reacted, even with an error. `serving`: it did not, but a call of the host is in
 * flight and it makes progress at something, or it serves one connection at a time and now that of another program.
 * `computing`: it makes progress, and the host has no call in flight. `silent`: neither answer nor progress.
 */
export type Sign = "answered" | "serving" | "computing" | "silent";

/** What watching needs. */
export interface LivenessOptions {
  /** Looks once. Must settle soon after its signal aborts, which is after `timeoutMs`; a rejection counts as silence. */
  check: (signal: AbortSignal) => Promise<Sign>;
  /** Called when the service hangs; watching then ends. */
  onHung: (cause: string) => void;
  /** How often, and how long. */
  settings: LivenessSettings;
  /** The time. */
  clock: Clock;
}

/** Watches one service that is ready, until it is stopped. */
export class Liveness {
  readonly #options: LivenessOptions;
  readonly #stopping = new AbortController();
  #timer: unknown;
  #misses = 0;
  #computingSinceMs: number | null = null;

  /** Starts watching; the first check comes after one interval. */
  constructor(options: LivenessOptions) {
    this.#options = options;
    this.#schedule();
  }

  /** Whether the last checks went without an answer. */
  get isSilent(): boolean {
    return this.#misses > 0;
  }

  /** Watches no longer. */
  stop(): void {
    this.#stopping.abort();
    this.#options.clock.clearTimeout(this.#timer);
  }

  #schedule(): void {
    const { clock, settings } = this.#options;
    this.#timer = clock.setTimeout(() => this.#look(), settings.intervalMs);
  }

  async #look(): Promise<void> {
    const { check, clock, settings } = this.#options;
    const timeout = new AbortController();
    const timer = clock.setTimeout(() => timeout.abort(), settings.timeoutMs);
    const sign = await check(AbortSignal.any([timeout.signal, this.#stopping.signal])).catch(() => "silent" as const);
    clock.clearTimeout(timer);
    if (this.#stopping.signal.aborted) return;
    const cause = this.#judge(sign);
    if (cause === null) return this.#schedule();
    this.stop();
    this.#options.onHung(cause);
  }

  /** Why the service hangs; null if it does not, or not yet. */
  #judge(sign: Sign): string | null {
    const { clock, settings: { maxMisses, maxBusyMs, timeoutMs } } = this.#options;
    if (sign !== "computing") this.#computingSinceMs = null;
    if (sign === "silent") {
      if (++this.#misses < maxMisses) return null;
      return `It hangs: ${maxMisses} checks in a row had no answer within ${timeoutMs} ms, and it made no progress`;
    }
    this.#misses = 0;
    if (sign !== "computing") return null;
    this.#computingSinceMs ??= clock.now();
    if (clock.now() - this.#computingSinceMs < maxBusyMs) return null;
    return `It hangs: it has computed for ${maxBusyMs} ms without an answer to any check, and no call was in flight`;
  }
}
