import { deepEqual, equal } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { SLOWLY_FOUND_FAULTS } from "../conformance/faults.ts";
import { runOnMock } from "../conformance/faulty_subject.ts";
import { pathOf } from "../e2e/running_driver.ts";
import { probeJson } from "../e2e/run_probe.ts";

const RUNS = 20;
const PLAIN_MOCK = [
  Deno.execPath(),
  ...["run", "--no-prompt", "--allow-net", "--allow-env=FLUXWIRE_LIFELINE", pathOf("packages/mock-driver/main.ts")],
];

for (const { fault, fails, suite } of SLOWLY_FOUND_FAULTS) {
  Deno.test(`the suite finds ${fault}: ${fails.join(", ") || "nothing"} and nothing else`, async () => {
    const results = await runOnMock({ faults: [fault], checks: suite });
    deepEqual(results.filter(({ verdict }) => verdict === "failed").map(({ id }) => id).sort(), [...fails].sort());
  });
}

Deno.test(`${RUNS} runs of core in a row give the same verdicts, of the reference mock and of the full scenario`, async () => {
  for (const target of [[], ["--", ...PLAIN_MOCK]]) {
    const verdicts: string[] = [];
    for (let run = 0; run < RUNS; run++) {
      const { code, json } = await probeJson(["conformance", "--suite", "core", "--layout", "all", ...target]);
      equal(code, 0, JSON.stringify(json.summary));
      verdicts.push(
        json.checks.map((check: Record<string, string>) => [check.id, check.layout, check.verdict]).join("\n"),
      );
    }
    equal(new Set(verdicts).size, 1);
    equal(verdicts[0]!.split("\n").filter((line) => line.startsWith("sessions.open")).length, LAYOUTS.length);
  }
});
