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

Deno.test("a fault in what cells hold keeps no check from running that reads none of it", async () => {
  for (const fault of ["lossy-integers", "null-as-text"]) {
    const results = await runOnMock({ faults: [fault], checks: "full" });
    deepEqual(results.filter(({ verdict }) => verdict === "blocked").map(({ id }) => id), [
      "writes.insert-some",
      "writes.insert-twice",
      "writes.keeps-integers",
      "writes.keeps-null",
      "writes.update-two",
    ], fault);
  }
});

for (const { fault, fails, suite } of FOUND_FAULTS) {
  Deno.test(`the suite finds ${fault}: ${fails.join(", ")} and nothing else`, async () => {
    const results = await runOnMock({ faults: [fault], checks: suite });
    deepEqual(results.filter(({ verdict }) => verdict === "failed").map(({ id }) => id).sort(), [...fails].sort());
  });
}
