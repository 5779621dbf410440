/**
 * The source of choices for a generated message.
 *
 * @module
 */

/** Draws choices. Equal draws make equal messages. */
export interface Draw {
  /** An integer from `min` to `max`, both included. */
  integer(min: number, max: number): number;
}

/** Choices derived from a seed alone (the generator is mulberry32). */
export function seededDraw(seed: number): Draw {
  let state = seed >>> 0;
  return {
    integer(min, max) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ state >>> 15, state | 1);
      mixed = (mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61)) ^ mixed;
      return min + ((mixed ^ mixed >>> 14) >>> 0) % (max - min + 1);
    },
  };
}

/** One of several choices. */
export function oneOf<T>(draw: Draw, choices: readonly T[]): T {
  return choices[draw.integer(0, choices.length - 1)]!;
}

/** True once in so many times. */
export function onceIn(draw: Draw, times: number): boolean {
  return draw.integer(1, times) === 1;
}
