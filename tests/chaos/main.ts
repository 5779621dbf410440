/**
 * The long form of the chaos run: ten minutes, or `--minutes N`. Exits with 8 if a rule was broken.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { run } from "./run.ts";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "10" }, seed: { type: "string", default: "1" } },
});
const { violations, ...counts } = await run({
  seed: Number(values.seed),
  calls: 100_000,
  ms: Number(values.minutes) * 60_000,
});
console.log(JSON.stringify({ seed: Number(values.seed), ...counts, violations: violations.length }));
for (const { rule, event } of violations) console.log(rule, event);
Deno.exit(violations.length === 0 ? 0 : 8);
