/**
 * The test command on a busy machine: three runs beside 38 busy loops of the lowest priority. Prints the passed and
 * failed tests and the leftovers of each, and exits with 8 if there are failures or leftovers. Another command can be named.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { cleanRun, endInterrupted } from "./clean_run.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "3" }, loops: { type: "string", default: "38" } },
});
const [program = Deno.execPath(), ...args] = positionals.length > 0 ? positionals : [Deno.execPath(), "task", "test"];
const runs = Number(values.runs), loops = Number(values.loops);

/** Ends with its stdin, and so with this process, however that ends. A shell gives no stdin to what is in its background. */
const BUSY = "while :; do :; done & cat >/dev/null; kill $!";

const busy = Array.from(
  { length: loops },
  () => new Deno.Command("nice", { args: ["-n", "19", "sh", "-c", BUSY], stdin: "piped", stdout: "null" }).spawn(),
);
let ended = 0;
for (const loop of busy) loop.status.then(() => ended++);
const lines: string[] = [];
let isClean = true;
try {
  for (let run = 1; run <= runs; run++) {
    const start = performance.now();
    const { code, counted, left } = await cleanRun([program, ...args]);
    const seconds = Math.round((performance.now() - start) / 1000);
    const load = Deno.loadavg()[0]!.toFixed(0);
    lines.push(
      `run ${run} of ${runs}: exit ${code}, ${seconds} s, load ${load}, ${
        counted || "no tests counted"
      }, ${left.length} left`,
    );
    lines.push(...left.map((line) => `  left: ${line}`));
    isClean &&= code === 0 && left.length === 0;
  }
  if (ended > 0) {
    throw new Error(`${ended} of ${loops} busy loops ended before the tests did; what was run shows nothing`);
  }
} catch (error) {
  await quiet();
  endInterrupted(error);
}
await quiet();
console.log(lines.join("\n"));
Deno.exit(isClean ? 0 : 8);

/** Ends the busy loops. */
async function quiet(): Promise<void> {
  await Promise.all(busy.map(async (loop) => {
    await loop.stdin.close();
    await loop.status;
  }));
}
