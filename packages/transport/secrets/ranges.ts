/**
 * Parts of a text that are to be masked.
 *
 * @module
 */

/** Parts of a text; those that overlap are merged. */
export class Ranges {
  readonly #all: [start: number, end: number][] = [];

  /** Adds a part. */
  add(start: number, end: number): void {
    if (end > start) this.#all.push([start, end]);
  }

  /** How many were added. */
  get size(): number {
    return this.#all.length;
  }

  /** The parts in order, none of which overlaps another. */
  merged(): [start: number, end: number][] {
    const merged: [number, number][] = [];
    for (const [start, end] of this.#all.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
      const last = merged.at(-1);
      if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end);
      else merged.push([start, end]);
    }
    return merged;
  }

  /** The text with something else in place of each part. */
  replaced(text: string, by: string): string {
    let replaced = "", from = 0;
    for (const [start, end] of this.merged()) {
      replaced += text.slice(from, start) + by;
      from = end;
    }
    return replaced + text.slice(from);
  }
}
