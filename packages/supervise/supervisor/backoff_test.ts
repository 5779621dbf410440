import { deepEqual, equal } from "node:assert/strict";
import { backoffMs, DEFAULT_BACKOFF } from "./backoff.ts";

const inTheMiddle = () => 0.5;

Deno.test("backoffMs() grows by 1.6 from 200 ms to a minute", () => {
  const pauses = [1, 2, 3, 4, 5, 6].map((failures) => backoffMs(failures, DEFAULT_BACKOFF, inTheMiddle));
  deepEqual(pauses, [200, 320, 512, 819, 1311, 2097]);
  equal(backoffMs(13, DEFAULT_BACKOFF, inTheMiddle), 56_295);
  equal(backoffMs(14, DEFAULT_BACKOFF, inTheMiddle), 60_000);
  equal(backoffMs(5_000, DEFAULT_BACKOFF, inTheMiddle), 60_000);
});

Deno.test("backoffMs() is up to a fifth shorter or longer, and never above its most", () => {
  equal(backoffMs(1, DEFAULT_BACKOFF, () => 0), 160);
  equal(backoffMs(1, DEFAULT_BACKOFF, () => 1), 240);
  equal(backoffMs(14, DEFAULT_BACKOFF, () => 0), 48_000);
  equal(backoffMs(14, DEFAULT_BACKOFF, () => 1), 60_000);
});
