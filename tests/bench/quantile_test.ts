import { equal, throws } from "node:assert/strict";
import { quantile } from "./quantile.ts";

Deno.test("quantile() gives the middle of an odd number of samples, in any order", () => {
  equal(quantile([30, 10, 20], 0.5), 20);
});

Deno.test("quantile() gives a measured sample, never one between two", () => {
  equal(quantile([1, 2, 3, 4], 0.5), 2);
  equal(quantile([1, 2, 3, 4], 0.51), 3);
});

Deno.test("quantile() counts up to the largest sample", () => {
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
  equal(quantile(hundred, 0.99), 99);
  equal(quantile(hundred, 1), 100);
  equal(quantile([7], 0.01), 7);
});

Deno.test("quantile() refuses an empty list", () => {
  throws(() => quantile([], 0.5), { name: "RangeError", message: /no samples/ });
});
