/**
 * Watches the growth of a driver's memory.
 *
 * @module
 */
import type { Clock } from "@fluxwire/transport";
import type { Violation } from "./oracle.ts";
import type { Subject } from "./subject.ts";

/** How often it is measured, in milliseconds. */
const INTERVAL_MS = 500;
/** How long a driver may fill its caches before the first measurement counts, in milliseconds. */
const WARM_UP_MS = 1_000;
const MIB = 1_048_576;

/** Measures a driver's memory from time to time. */
export class MemoryWatch {
  readonly #subject: Subject;
  readonly #clock: Clock;
  readonly #maxGrowthBytes: number;
  #since: number;
  #lastLook = 0;
  #baseline: number | null = null;

  constructor(subject: Subject, { clock, maxGrowthBytes }: { clock: Clock; maxGrowthBytes: number }) {
    this.#subject = subject;
    this.#clock = clock;
    this.#maxGrowthBytes = maxGrowthBytes;
    this.#since = clock.now();
  }

  /** A violation if a measurement is due and shows too much growth, or null. */
  async look(): Promise<Violation | null> {
    const now = this.#clock.now();
    if (now - this.#since < WARM_UP_MS || now - this.#lastLook < INTERVAL_MS) return null;
    this.#lastLook = now;
    const bytes = await this.#subject.residentBytes();
    if (bytes === null) return null;
    this.#baseline ??= bytes;
    const growth = bytes - this.#baseline;
    if (growth <= this.#maxGrowthBytes) return null;
    const [grown, bound] = [growth, this.#maxGrowthBytes].map((one) => Math.round(one / MIB));
    return { oracle: "memory", method: null, detail: `It grew by ${grown} MiB, more than ${bound}` };
  }

  /** Starts over after a restart of the driver. */
  forget(): void {
    this.#baseline = null;
    this.#since = this.#clock.now();
  }
}
