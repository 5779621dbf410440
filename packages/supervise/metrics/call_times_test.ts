import { equal } from "node:assert/strict";
import { CallTimes } from "./call_times.ts";

Deno.test("CallTimes.quantileMs() is the time that a part of the calls did not exceed", () => {
  const times = new CallTimes();
  equal(times.quantileMs(0.5), null);
  for (let ms = 100; ms >= 1; ms--) times.add(ms, { isFailure: ms > 98 });
  equal(times.quantileMs(0.5), 50);
  equal(times.quantileMs(0.99), 99);
  equal(times.quantileMs(1), 100);
  equal(times.quantileMs(0), 1);
  equal(times.count, 100);
  equal(times.failures, 2);
  equal(times.sumMs, 5050);
});

Deno.test("CallTimes.quantileMs() is of the last 1,024 calls, the counts are of all", () => {
  const times = new CallTimes();
  for (let i = 0; i < 5_000; i++) times.add(9, { isFailure: false });
  for (let i = 0; i < 1_024; i++) times.add(1, { isFailure: false });
  equal(times.quantileMs(1), 1);
  equal(times.count, 6_024);
});
