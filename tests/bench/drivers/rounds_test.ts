import { deepEqual, equal } from "node:assert/strict";
import { measureRounds, overRounds } from "./rounds.ts";

Deno.test("overRounds() gives the median of the rounds' ratios, whatever slows whole rounds or one side of few", () => {
  const rounds = [[20, 10], [200, 100], [2, 1], [20, 1_000], [900, 10]];
  equal(overRounds(rounds, ([a, b]) => a! / b!), 2);
  equal(overRounds(rounds, ([a]) => a!), 20);
});

Deno.test("measureRounds() lets the kinds take turns, in both orders, and warms them up", async () => {
  const done: string[] = [];
  await measureRounds([() => done.push("a"), () => Promise.resolve(done.push("b"))], { rounds: 2, calls: 2 });
  deepEqual(done.join(""), "baba" + "abab" + "baba");
});
