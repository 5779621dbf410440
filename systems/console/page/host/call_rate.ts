/**
 * How many calls each service answered in the last minute, as bars of five seconds.
 *
 * @module
 */

/** How long a bar is, in milliseconds, and how many there are. */
const BAR_MS = 5_000, BARS = 12;
const BLOCKS = "▁▂▃▄▅▆▇█";

interface Counted {
  total: number;
  /** The calls of each bar, by its place in time. */
  readonly bars: Map<number, number>;
}

/** Counts calls by the totals that a host gives. */
export class CallRate {
  readonly #services = new Map<string, Counted>();

  /** Takes a total; a smaller one than before is that of a host that was started again. */
  take(id: string, total: number, now: number): void {
    const known = this.#services.get(id);
    if (known === undefined) return void this.#services.set(id, { total, bars: new Map() });
    const calls = total < known.total ? total : total - known.total, bar = Math.floor(now / BAR_MS);
    known.total = total;
    if (calls > 0) known.bars.set(bar, (known.bars.get(bar) ?? 0) + calls);
    for (const old of known.bars.keys()) if (old <= bar - BARS) known.bars.delete(old);
  }

  /** The bars of the last minute as characters, and how many calls they are. */
  lastMinute(id: string, now: number): { bars: string; calls: number } {
    const bars = this.#services.get(id)?.bars, last = Math.floor(now / BAR_MS);
    const counts = Array.from({ length: BARS }, (_, index) => bars?.get(last - BARS + 1 + index) ?? 0);
    const most = Math.max(1, ...counts);
    return {
      bars: counts.map((count) => BLOCKS[Math.ceil(count / most * (BLOCKS.length - 1))]).join(""),
      calls: counts.reduce((sum, count) => sum + count, 0),
    };
  }
}
