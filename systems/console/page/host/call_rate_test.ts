import { deepStrictEqual } from "node:assert/strict";
import { CallRate } from "./call_rate.ts";

Deno.test("CallRate has a bar for each five seconds of the last minute, and counts from zero when a host begins anew", () => {
  const rate = new CallRate();
  deepStrictEqual(rate.lastMinute("a", 0), { bars: "▁▁▁▁▁▁▁▁▁▁▁▁", calls: 0 });
  rate.take("a", 1_000, 0);
  rate.take("a", 1_004, 1_000);
  rate.take("a", 1_014, 6_000);
  rate.take("a", 1, 7_000);
  deepStrictEqual(rate.lastMinute("a", 7_000), { bars: "▁▁▁▁▁▁▁▁▁▁▄█", calls: 15 });
  deepStrictEqual(rate.lastMinute("a", 59_000), { bars: "▄█▁▁▁▁▁▁▁▁▁▁", calls: 15 });
  deepStrictEqual(rate.lastMinute("a", 64_000), { bars: "█▁▁▁▁▁▁▁▁▁▁▁", calls: 11 });
});
