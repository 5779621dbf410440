import { deepStrictEqual, ok } from "node:assert/strict";
import { type ErasureDefect, simulateErasures } from "./simulate_erasures.ts";

/** The long form of this test has more. */
const SEEDS = Number(Deno.env.get("ERASURE_SEEDS") ?? 40);

Deno.test("G10: what was erased is in no file and can be read with no key, whatever the power, compactions and restored keys do", async () => {
  const sum = { values: 0, erasures: 0, losses: 0, compactions: 0, restores: 0 };
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { wrong, ...counts } = await simulateErasures(seed);
    deepStrictEqual(wrong, []);
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += counts[name];
  }
  ok(Object.values(sum).every((count) => count >= SEEDS), JSON.stringify(sum));
});

/** After how many seeds each defect is found at the latest. */
const FOUND_WITHIN: Readonly<Record<ErasureDefect, number>> = {
  "keys stay": 3,
  "keys come back": 5,
  "keys are lost": 2,
  "requests are traced": 2,
};

for (const [defect, seeds] of Object.entries(FOUND_WITHIN)) {
  Deno.test(`simulateErasures() finds a server with the defect: ${defect}`, async () => {
    for (let seed = 1; seed <= seeds; seed++) {
      if ((await simulateErasures(seed, defect as ErasureDefect)).wrong.length > 0) return;
    }
    throw new Error(`not found within ${seeds} seeds`);
  });
}
