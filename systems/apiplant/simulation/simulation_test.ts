import { deepStrictEqual, ok } from "node:assert/strict";
import { type Defect, simulate, type SimulationResult } from "./simulation.ts";

/** The long form of this test has more. */
const SEEDS = Number(Deno.env.get("SIMULATION_SEEDS") ?? 300);
const FIRST = Number(Deno.env.get("SIMULATION_FIRST") ?? 1);

Deno.test("G1 G2 G3 G4 G5 G6 G7: servers that lose requests, answers and processes keep every promise, whatever the seed", async () => {
  const since = performance.now();
  const sum = { events: 0, made: 0, refused: 0, unknown: 0, kills: 0, lostRaces: 0, posts: 0, reads: 0 };
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    const result = await simulate(seed);
    deepStrictEqual(result.wrong, [], `seed ${seed}`);
    add(sum, result);
  }
  ok(sum.posts > sum.events / 4 && sum.reads > sum.made, JSON.stringify(sum));
  ok(sum.lostRaces > SEEDS / 2 && sum.kills > SEEDS / 2 && sum.unknown > SEEDS / 2, JSON.stringify(sum));
  console.log(
    `seeds ${FIRST} to ${FIRST + SEEDS - 1}, ${Math.round((performance.now() - since) / 1000)} s:`,
    JSON.stringify(sum),
  );
});

Deno.test("simulate() gives the same log for the same seed, byte for byte", async () => {
  for (const seed of [1, 2, 3]) deepStrictEqual((await simulate(seed)).events, (await simulate(seed)).events);
});

/** After how many seeds each defect is found at the latest. */
const FOUND_WITHIN: Readonly<Record<Defect, number>> = {
  "no compare": 20,
  "no settling": 20,
  "acknowledged before it is kept": 50,
  "event given twice": 20,
  "key forgotten": 200,
  "post cursor ahead": 50,
  "read too early": 20,
};

for (const [defect, seeds] of Object.entries(FOUND_WITHIN)) {
  Deno.test(`simulate() finds a storage with the defect: ${defect}`, async () => {
    for (let seed = 1; seed <= seeds; seed++) {
      if ((await simulate(seed, defect as Defect)).wrong.length > 0) return;
    }
    throw new Error(`not found within ${seeds} seeds`);
  });
}

function add(
  sum: Record<"events" | "made" | "refused" | "unknown" | "kills" | "lostRaces" | "posts" | "reads", number>,
  result: SimulationResult,
) {
  sum.events += result.events.length;
  for (const name of ["made", "refused", "unknown", "kills", "lostRaces", "posts", "reads"] as const) {
    sum[name] += result[name];
  }
}
