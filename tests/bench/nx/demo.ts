/**
 * How long the demo takes, from its start to its end.
 *
 * @module
 */
import { quantile } from "../quantile.ts";

const DEMO = new URL("../../../systems/nx/demo/main.ts", import.meta.url).pathname;

/** The median of some runs, in milliseconds. */
export async function measureDemo(runs: number): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const startedAt = performance.now();
    const { success } = await new Deno.Command(Deno.execPath(), { args: ["run", "-A", DEMO], stdout: "null" }).output();
    if (!success) throw new Error("the demo has failed: see above");
    times.push(performance.now() - startedAt);
  }
  return quantile(times, 0.5);
}
