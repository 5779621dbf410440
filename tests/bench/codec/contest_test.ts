import { deepEqual, equal } from "node:assert/strict";
import { contest, lastResult } from "./contest.ts";

Deno.test("contest() gives every contestant as many turns and first places as the others", () => {
  const order: string[] = [];
  const contestants = ["a", "b", "c"].map((name) => ({ name, run: () => order.push(name) }));
  const times = contest(contestants, { rounds: 3 });
  deepEqual(Object.keys(times), ["a", "b", "c"]);
  deepEqual(order.join("").match(/.{3}/g), ["cab", "abc", "bca", "cab"]);
});

Deno.test("contest() repeats within a turn and keeps the last result", () => {
  let count = 0;
  contest([{ name: "one", run: () => ++count }], { rounds: 3, repeats: 10 });
  equal(count, 40);
  equal(lastResult, 40);
});
