/**
 * Runs the long tests one after the other, whatever the others' results: `deno task test:long [--only NAME]... [--list]`.
 * Prints the result and time of each at the end. Exits with 1 for an unknown name, with 8 if one failed.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { LONG_RUNS, type LongRun } from "./runs.ts";

const NAME_WIDTH = Math.max(...LONG_RUNS.map(({ name }) => name.length)) + 2;

const { values } = parseArgs({
  options: { only: { type: "string", multiple: true, default: [] }, list: { type: "boolean", default: false } },
});
const unknown = values.only.filter((name) => !LONG_RUNS.some((run) => run.name === name));
if (unknown.length > 0) {
  console.error(`Unknown long test: ${unknown.join(", ")}; there are ${LONG_RUNS.map(({ name }) => name).join(", ")}`);
  Deno.exit(1);
}
const runs = LONG_RUNS.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
if (values.list) {
  for (const { name, what } of runs) console.log(`${name.padEnd(NAME_WIDTH)}${what}`);
  Deno.exit(0);
}

const lines: string[] = [];
let isGreen = true;
for (const run of runs) {
  const start = performance.now();
  const code = await exitCode(run);
  isGreen &&= code === 0;
  lines.push(`${run.name.padEnd(NAME_WIDTH)}exit ${code}, ${Math.round((performance.now() - start) / 1000)} s`);
}
console.log(lines.join("\n"));
Deno.exit(isGreen ? 0 : 8);

async function exitCode({ name, what, args, env }: LongRun): Promise<number> {
  console.log(`\n== ${name}: ${what}`);
  const { code } = await new Deno.Command(Deno.execPath(), { args: [...args], env, stdin: "null" }).spawn().status;
  return code;
}
