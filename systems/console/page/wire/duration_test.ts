import { deepStrictEqual } from "node:assert/strict";
import { durationText } from "./duration.ts";

Deno.test("durationText() gives milliseconds, seconds or minutes with as many digits as matter", () => {
  deepStrictEqual([0, 1.84, 84.4, 1_240, 12_400, 180_000].map(durationText), [
    "0 ms",
    "1.8 ms",
    "84 ms",
    "1.2 s",
    "12 s",
    "3 min",
  ]);
});
