/**
 * Measures the model server beside a bare `Deno.serve` that parses and appends the same bytes, in one run: creations and lists a
 * second, with hooks and without, starts, replay and memory.
 *
 * `deno task bench:models [SECONDS]`, on Linux; SECONDS is the time of each load, 2 if it is left out.
 *
 * @module
 */
import { align } from "./align.ts";
import { define, fill, lists, posts, startBare, startModels } from "./models/measure.ts";
import { quantile } from "./quantile.ts";

const ROUNDS = 3, INSTANCES = 100_000;
const ms = Number(Deno.args[0] ?? 2) * 1_000;
const rows: string[][] = [];

/** A row whose value must not be less than the aim. */
function atLeast(name: string, value: number, aim: number, unit: string): void {
  rows.push([
    name,
    `${value.toFixed(value < 10 ? 2 : 0)}${unit}`,
    `at least ${aim}${unit}`,
    value >= aim ? "met" : "missed",
  ]);
}

/** A row whose value must not be more than the aim. */
function atMost(name: string, value: number, aim: number, unit: string): void {
  rows.push([name, `${value.toFixed(0)}${unit}`, `at most ${aim}${unit}`, value <= aim ? "met" : "missed"]);
}

/** Runs with a folder that is removed at the end. */
async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-bench-" });
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

await inFolder(async (folder) => {
  await using bare = await startBare(folder);
  await using models = await startModels(folder, "none");
  atMost("start with an empty log", models.startMs, 300, " ms");
  await define(models, false);
  for (const connections of [1, 16]) {
    const ours: number[] = [], theirs: number[] = [], times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      theirs.push((await posts(bare, connections, ms)).rate);
      const load = await posts(models, connections, ms);
      ours.push(load.rate);
      times.push(...load.times);
    }
    const name = `POST without hooks, ${connections} connection${connections === 1 ? "" : "s"}`;
    atLeast(`${name}: bare ${median(theirs).toFixed(0)}/s`, median(ours), connections === 1 ? 1_500 : 3_600, "/s");
    atLeast(`${name}, of the bare server`, median(ours) / median(theirs), 0.5, "x");
    if (connections > 1) atMost(`${name}, p99`, quantile(times, 0.99), 50, " ms");
  }
  atLeast("list of 50, 16 connections", (await lists(models, 16, ms)).rate, 2_000, "/s");
});

await inFolder(async (folder) => {
  await using models = await startModels(folder, "none");
  await define(models, true);
  atLeast("POST with two hooks, 1 connection", (await posts(models, 1, ms)).rate, 500, "/s");
  const { rate, times } = await posts(models, 16, ms);
  atLeast("POST with two hooks, 16 connections", rate, 1_200, "/s");
  atMost("POST with two hooks, 16 connections, p99", quantile(times, 0.99), 50, " ms");
});

await inFolder(async (folder) => {
  await using models = await startModels(folder, "commit");
  await define(models, false);
  const [one, many] = [(await posts(models, 1, ms)).rate, (await posts(models, 16, ms)).rate];
  atLeast(`sync = "commit": 16 connections, of one's ${one.toFixed(0)}/s`, many / one, 4, "x");
});

await inFolder(async (folder) => {
  let empty: number;
  {
    await using models = await startModels(folder, "none");
    empty = models.startMs;
    await define(models, false);
    atMost(`${INSTANCES} instances in memory`, await fill(models, INSTANCES) / 1024 ** 2, 250, " MiB");
  }
  await Deno.remove(`${folder}/data/snapshots`, { recursive: true }).catch(() => {});
  await using again = await startModels(folder, "none");
  atLeast("replay", INSTANCES / (again.startMs - empty) * 1_000, 30_000, " events/s");
});

for (const line of align(rows)) console.log(line);
