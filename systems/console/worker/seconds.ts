/**
 * How many frames and errors there were, second by second.
 *
 * @module
 */
import type { Row, Strip } from "./messages.ts";

interface Second {
  frames: number;
  errors: number;
}

/** Counts rows by their seconds. */
export class Seconds {
  readonly #seconds = new Map<number, Second>();

  /** Counts a row. */
  add({ kind, ms, isError }: Row): void {
    const at = Math.floor(ms / 1_000), second = this.#seconds.get(at) ?? { frames: 0, errors: 0 };
    if (kind === "frame") second.frames++;
    if (isError) second.errors++;
    this.#seconds.set(at, second);
  }

  /** Takes a row back that was dropped. */
  remove({ kind, ms, isError }: Row): void {
    const at = Math.floor(ms / 1_000), second = this.#seconds.get(at);
    if (second === undefined) return;
    if (kind === "frame") second.frames--;
    if (isError) second.errors--;
    if (second.frames === 0 && second.errors === 0) this.#seconds.delete(at);
  }

  /** All seconds in at most so many parts of equal length, a whole number of seconds each. */
  strip(max: number): Strip {
    let from = Infinity, to = -Infinity;
    for (const at of this.#seconds.keys()) {
      from = Math.min(from, at);
      to = Math.max(to, at + 1);
    }
    if (from === Infinity) return { from: 0, seconds: 1, frames: [], errors: [] };
    const seconds = Math.ceil((to - from) / max), parts = Math.ceil((to - from) / seconds);
    const frames = new Array<number>(parts).fill(0), errors = new Array<number>(parts).fill(0);
    for (const [at, second] of this.#seconds) {
      const part = Math.floor((at - from) / seconds);
      frames[part]! += second.frames;
      errors[part]! += second.errors;
    }
    return { from, seconds, frames, errors };
  }
}
