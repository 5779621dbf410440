/**
 * Measures ways to do the same side by side.
 *
 * @module
 */
import { quantile } from "../quantile.ts";

/** One way. */
export interface Contestant {
  /** What the report calls it. */
  name: string;
  /** Does it once. */
  run(): unknown;
}

/** How much is measured. */
export interface ContestOptions {
  /** Turns of each that are counted. */
  rounds: number;
  /** Times that each turn does it. @default {1} */
  repeats?: number;
}

/** The medians by name, in microseconds for doing it once. */
export type Times = Record<string, number>;

/** The last result: what nobody uses would not be made. */
export let lastResult: unknown;

/**
 * Lets the contestants take turns, so that whatever else the machine does meets all of them; who begins changes from
 * round to round, so that none always clears up after the same other. A third more rounds go before, uncounted.
 */
export function contest(contestants: readonly Contestant[], { rounds, repeats = 1 }: ContestOptions): Times {
  const samples = contestants.map((): number[] => []);
  for (let round = -Math.ceil(rounds / 3); round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const i = (turn + round + contestants.length * rounds) % contestants.length;
      const us = timeOf(contestants[i]!, repeats);
      if (round >= 0) samples[i]!.push(us);
    }
  }
  return Object.fromEntries(contestants.map(({ name }, i) => [name, quantile(samples[i]!, 0.5)]));
}

function timeOf(contestant: Contestant, repeats: number): number {
  const start = performance.now();
  for (let i = 0; i < repeats; i++) lastResult = contestant.run();
  return (performance.now() - start) * 1_000 / repeats;
}
