/**
 * The bench of a driver as a program: `--cancels N` sets the number of cancelled statements, `--json` prints JSON.
 *
 * @module
 */
import { rawRoundTrip } from "../round_trip.ts";
import { measureDriver } from "./measure.ts";
import { driverLines, judgeDriver } from "./report.ts";
import type { Subject } from "./subject.ts";

/** The time limit of a run, in milliseconds. */
const MAX_RUN_MS = 300_000;

/** Measures the driver and prints the numbers. */
export async function benchDriver(open: (signal: AbortSignal) => Promise<Subject>, cancels: number): Promise<void> {
  const signal = AbortSignal.timeout(MAX_RUN_MS);
  const at = Deno.args.indexOf("--cancels");
  await using echo = await rawRoundTrip(signal);
  await using subject = await open(signal);
  const report = await measureDriver(subject, echo, { cancels: at === -1 ? cancels : Number(Deno.args[at + 1]) });
  if (Deno.args.includes("--json")) console.log(JSON.stringify({ ...report, aims: judgeDriver(report) }));
  else console.log(`${driverLines(report).join("\n")}\n`);
}
