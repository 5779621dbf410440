/**
 * `fluxwire probe bench`: how fast a driver answers.
 *
 * @module
 */
import { runElsewhere } from "../bench/elsewhere.ts";
import { planOf } from "../bench/plan.ts";
import { runBench } from "../bench/run.ts";
import type { Context } from "../command/context.ts";

/** Measures in this process if it has a histogram, otherwise in a process that has one. */
export async function run(context: Context): Promise<number> {
  const plan = planOf(context.args);
  const { createHistogram } = context;
  return await (createHistogram === undefined ? runElsewhere(context) : runBench(context, plan, createHistogram));
}
