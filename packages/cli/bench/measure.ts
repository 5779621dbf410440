/**
 * Measures one kind of call: one trial call, a warm-up, then the measurement.
 *
 * @module
 */
import type { Context } from "../command/context.ts";
import type { Driver } from "../driver/driver.ts";
import { Callers, tryOnce } from "./calls.ts";
import { ratiosTo } from "./comparison.ts";
import { type Floor, startFloor } from "./floor.ts";
import type { CreateHistogram, Histogram } from "./histogram.ts";
import { runLoad, type Slot } from "./load.ts";
import { comparisonWith, measuredTimes, type Measurement, rateOf, verdictsOf } from "./measurement.ts";
import type { Plan, Subject } from "./plan.ts";
import { PRECISE_CLOCK } from "./precise_clock.ts";
import type { Progress } from "./progress.ts";
import { Tally } from "./tally.ts";

/** How long driver and floor are measured in turn, in milliseconds. */
const TURN_MS = 1_000;

/** What a measurement needs. */
export interface Bench {
  /** The plan. */
  plan: Plan;
  /** The target. */
  driver: Driver;
  /** The command. */
  context: Context;
  /** Creates the histograms. */
  createHistogram: CreateHistogram;
  /** Shows the progress. */
  progress: Progress;
}

/** Measures one kind of call; an abort of the command ends it early, with the results so far. */
export async function measure(bench: Bench, subject: Subject): Promise<Measurement> {
  const { plan, driver, context, progress } = bench;
  const trial = await tryOnce(driver, context, subject);
  await using callers = await Callers.open(driver, context, plan, subject, trial);
  await using floor = plan.hasFloor ? await startFloor(trial.bytes, { ...plan, signal: context.signal }) : null;
  const warmUp = new Series(bench);
  const series = new Series(bench);
  const floorSeries = floor === null ? null : new Series(bench);
  progress.begin(subject.name, series.tally, plan.durationMs);
  await driver.call(() => warmUp.run(callers.slots, plan.warmUpMs));
  if (floor !== null) await new Series(bench).run(floor.slots, Math.min(plan.warmUpMs, TURN_MS));
  await driver.call(() => takeTurns(plan.durationMs, { series, slots: callers.slots }, { series: floorSeries, floor }));
  progress.end();
  if (!context.signal.aborted) await callers.close();
  const measured = { name: subject.name, rate: series.rate, times: series.times };
  return {
    name: subject.name,
    query: subject.sql,
    layout: trial.layout,
    calls: { trial: 1, warmUp: warmUp.tally.sent, ...series.counts },
    bytes: trial.bytes,
    elapsedMs: Math.round(series.elapsedMs),
    rate: measured.rate,
    times: measured.times,
    floor: floorSeries === null ? null : {
      rate: floorSeries.rate,
      times: floorSeries.times,
      ratios: ratiosTo(measured, { name: "floor", rate: floorSeries.rate, times: floorSeries.times }),
    },
    comparison: comparisonWith(plan.saved, measured),
    conditions: verdictsOf(plan.conditions, measured, series.tally.failed),
  };
}

/** Measures driver and floor in turn, so that other load on the machine affects both equally. */
async function takeTurns(
  durationMs: number,
  { series, slots }: { series: Series; slots: readonly Slot[] },
  beside: { series: Series | null; floor: Floor | null },
): Promise<void> {
  if (beside.series === null || beside.floor === null) return await series.run(slots, durationMs);
  const turns = Math.max(1, Math.round(durationMs / TURN_MS));
  for (let turn = 0; turn < turns; turn++) {
    await series.run(slots, durationMs / turns);
    await beside.series.run(beside.floor.slots, durationMs / turns);
  }
}

/** Several loads, counted as one. */
class Series {
  readonly #bench: Bench;
  readonly #sent: Histogram;
  readonly #intended: Histogram | null;
  readonly tally: Tally;
  elapsedMs = 0;

  constructor(bench: Bench) {
    this.#bench = bench;
    this.#sent = bench.createHistogram();
    this.#intended = bench.plan.rate === null ? null : bench.createHistogram();
    this.tally = new Tally({ sent: this.#sent, intended: this.#intended });
  }

  async run(slots: readonly Slot[], durationMs: number): Promise<void> {
    const { plan: { rate, drainMs }, context: { signal } } = this.#bench;
    const start = PRECISE_CLOCK.now();
    await runLoad(slots, this.tally, { rate, durationMs, drainMs, signal, clock: PRECISE_CLOCK });
    this.elapsedMs += PRECISE_CLOCK.now() - start;
  }

  get rate(): number {
    return rateOf(this.tally, this.elapsedMs);
  }

  get times(): Measurement["times"] {
    return measuredTimes(this.#sent, this.#intended);
  }

  get counts(): Omit<Measurement["calls"], "trial" | "warmUp"> {
    const { sent, answered, unanswered, unsent, errors } = this.tally;
    return { sent, answered, unanswered, unsent, errors };
  }
}
