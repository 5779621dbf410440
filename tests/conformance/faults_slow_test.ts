import { deepEqual, ok } from "node:assert/strict";
import { FOUND_FAULTS } from "./faults.ts";
import { runOnMock } from "./faulty_subject.ts";

Deno.test("the suite is tested by at least 20 faults", () => {
  ok(new Set(FOUND_FAULTS.map(({ fault }) => fault.split(":")[0])).size >= 20);
});

Deno.test("the full scenario without faults passes strict, and skips only checks that do not apply", async () => {
  const results = await runOnMock({ faults: [], checks: "strict" });
  deepEqual(results.filter(({ verdict }) => verdict !== "passed").map(({ id, verdict }) => [id, verdict]), []);
});

for (const { fault, fails, suite } of FOUND_FAULTS) {
  Deno.test(`the suite finds ${fault}: ${fails.join(", ")} and nothing else`, async () => {
    const results = await runOnMock({ faults: [fault], checks: suite });
    deepEqual(results.filter(({ verdict }) => verdict === "failed").map(({ id }) => id).sort(), [...fails].sort());
  });
}
