/**
 * Runs a bench from start to report.
 *
 * @module
 */
import type { Context } from "../command/context.ts";
import { Driver } from "../driver/driver.ts";
import { EXIT, Interrupted, OutputClosed } from "@fluxwire/command";
import type { CreateHistogram } from "./histogram.ts";
import { measurementLines } from "./lines.ts";
import { measure } from "./measure.ts";
import type { Measurement } from "./measurement.ts";
import type { Plan } from "./plan.ts";
import { Progress } from "./progress.ts";

/** Measures according to the plan and shows the results, even after an interrupt; returns the exit code. */
export async function runBench(context: Context, plan: Plan, createHistogram: CreateHistogram): Promise<number> {
  const { output, signal } = context;
  using progress = new Progress(output.isJson ? null : Deno.stderr);
  await using driver = new Driver(context);
  await driver.launch();
  const measurements: Measurement[] = [];
  try {
    for (const subject of plan.subjects) {
      const measurement = await measure({ plan, driver, context, createHistogram, progress }, subject);
      measurements.push(measurement);
      if (!output.isJson) { for (const line of measurementLines(measurement)) output.line(line); }
      if (signal.aborted) break;
    }
  } catch (error) {
    // Also where nothing is measured yet of the next kind of call, what was measured before is shown.
    if (!(signal.reason instanceof Interrupted) || error instanceof OutputClosed) throw error;
  }
  const reason: unknown = signal.aborted ? signal.reason : null;
  if (reason !== null && !(reason instanceof Interrupted)) throw reason;
  const ok = measurements.every(({ conditions }) => conditions.every(({ failed }) => !failed));
  if (reason !== null && measurements.length === 0 && !output.isJson) throw reason;
  if (output.isJson) output.json({ ok, interrupted: reason !== null, ...settingsOf(plan), measurements });
  if (reason !== null) return reason.exitCode;
  return ok ? EXIT.done : EXIT.checkFailed;
}

function settingsOf({ rate, connections, pipeline, durationMs, warmUpMs }: Plan): Record<string, unknown> {
  return { loop: rate === null ? "closed" : "open", wantedRate: rate, connections, pipeline, durationMs, warmUpMs };
}
