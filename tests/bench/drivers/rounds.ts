/**
 * Compares kinds of work that take turns in rounds. A ratio is the median of those of the rounds: other work of the
 * machine slows both sides of a round, or one side of few rounds.
 *
 * @module
 */
import { quantile } from "../quantile.ts";

/** How much is measured. */
export interface RoundOptions {
  /** How many rounds count; a third more come before, to warm up. */
  rounds: number;
  /**
   * How often each kind of work is done in a round.
   *
   * @default {1}
   */
  calls?: number;
}

/** The median of each kind of work in each round, in milliseconds. */
export type Rounds = readonly (readonly number[])[];

/** The median over the rounds of a number, such as a ratio, that is made of a round's medians. */
export function overRounds(rounds: Rounds, of: (ms: readonly number[]) => number): number {
  return quantile(rounds.map(of), 0.5);
}

/** Measures kinds of work, which take turns call by call. Every other round has them in the opposite order. */
export async function measureRounds(
  kinds: readonly (() => unknown)[],
  { rounds, calls = 1 }: RoundOptions,
): Promise<Rounds> {
  const medians: number[][] = [];
  for (let round = -Math.ceil(rounds / 3); round < rounds; round++) {
    const times = kinds.map((): number[] => []);
    const order = round % 2 === 0 ? [...kinds.keys()] : [...kinds.keys()].toReversed();
    for (let call = 0; call < calls; call++) {
      for (const kind of order) {
        const startedAt = performance.now();
        await kinds[kind]!();
        times[kind]!.push(performance.now() - startedAt);
      }
    }
    if (round >= 0) medians.push(times.map((one) => quantile(one, 0.5)));
  }
  return medians;
}
