/**
 * Measures several ways of doing the same, side by side.
 *
 * @module
 */
import { quantile } from "../quantile.ts";

/** One way. */
export interface Contestant {
  /** Its name in the report. */
  name: string;
  /** Does it once. */
  run(): unknown;
}

/** How much is measured. */
export interface ContestOptions {
  /** How many turns of each are counted. */
  rounds: number;
  /** How often each turn runs it. @default {1} */
  repeats?: number;
}

/** The medians by name, in microseconds per run. */
export type Times = Record<string, number>;

/** The last result: an unused result might be optimised away. */
export let lastResult: unknown;

/**
 * Lets the contestants take turns, so that other work of the machine affects all of them. The first one changes from
 * round to round, so that none always follows the same other. A third of the rounds run uncounted before.
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
