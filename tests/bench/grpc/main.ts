/**
 * Fluxwire's gRPC server beside Go's and grpc-js on Deno: one load, in Go, measures the three in alternating rounds.
 *
 * `--rounds N` (5), `--each DURATION` (2s); `--json`. With `--check` it exits with 8 if an aim is missed. The machine should
 * be idle otherwise.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { measure, type Rates, startSubjects } from "./subject.ts";
import { judge, medians, reportLines } from "./report.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    each: { type: "string", default: "2s" },
    json: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
  },
});

const folder = await Deno.makeTempDir();
const subjects = await startSubjects(folder);
const rounds = new Map<string, Rates[]>(subjects.map(({ name }) => [name, []]));
try {
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const subject of subjects) rounds.get(subject.name)!.push(await measure(subject, values.each));
  }
} finally {
  await Promise.all(subjects.map((subject) => subject.stop()));
  await Deno.remove(folder, { recursive: true });
}
const rates = new Map([...rounds].map(([name, all]) => [name, medians(all)]));
const verdicts = judge(rates);
console.log(
  values.json
    ? JSON.stringify({ rates: Object.fromEntries(rates), verdicts })
    : reportLines(rates, verdicts).join("\n"),
);
if (values.check && verdicts.some(({ isMet }) => !isMet)) Deno.exit(8);
