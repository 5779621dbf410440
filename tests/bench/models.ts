/**
 * Measures the model server beside a bare `Deno.serve` that parses and appends the same bytes, and beside PocketBase, in one run:
 * creations and lists a second, with hooks and without, starts, replay and memory.
 *
 * `deno task bench:models [SECONDS] [--json] [--no-pocketbase]`, on Linux; SECONDS is the time of each load, 2 if it is left out.
 * Go 1.26 builds PocketBase.
 *
 * @module
 */
import { align } from "./align.ts";
import {
  define,
  fill,
  lists,
  pocketBaseLists,
  pocketBasePosts,
  posts,
  startBare,
  startModels,
  startPocketBase,
} from "./models/measure.ts";
import type { Load } from "./models/load.ts";
import { cpuMicroseconds, type Program } from "./models/program.ts";
import { quantile } from "./quantile.ts";

const ROUNDS = 3, STARTS = 5, INSTANCES = 100_000;
const ms = Number(Deno.args.find((one) => !one.startsWith("--")) ?? 2) * 1_000;

/** A measured value; without an aim it explains another one. */
interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

const rows: Row[] = [];

function atLeast(name: string, value: number, aim: number, unit: string): void {
  rows.push({ name, value, unit, atLeast: aim });
}

function atMost(name: string, value: number, aim: number, unit: string): void {
  rows.push({ name, value, unit, atMost: aim });
}

function plain(name: string, value: number, unit: string): void {
  rows.push({ name, value, unit });
}

/** Creations over connections: their rate, times, and the processor time of each in microseconds. */
async function measured(program: Program, connections: number) {
  const before = await cpuMicroseconds(program.pid), { rate, times } = await posts(program, connections, ms);
  return { rate, times, cpu: (await cpuMicroseconds(program.pid) - before) / times.length };
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

/** The median rates of two loads that take turns. */
async function inTurns(one: () => Promise<Load>, other: () => Promise<Load>): Promise<[one: number, other: number]> {
  const rates: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    rates[1].push((await other()).rate);
    rates[0].push((await one()).rate);
  }
  return [median(rates[0]), median(rates[1])];
}

const median = (values: readonly number[]): number => quantile(values, 0.5);
const connected = (connections: number): string => `${connections} connection${connections === 1 ? "" : "s"}`;

const starts: number[] = [];
for (let at = 0; at < STARTS; at++) {
  await inFolder(async (folder) => {
    await using models = await startModels(folder, "none");
    starts.push(models.startMs);
  });
}
atMost("start with an empty log", median(starts), 300, " ms");

await inFolder(async (folder) => {
  await using bare = await startBare(folder);
  await using models = await startModels(folder, "none");
  await define(models, 0);
  for (const connections of [1, 16]) {
    const ours = [], theirs = [];
    for (let round = 0; round < ROUNDS; round++) {
      theirs.push(await measured(bare, connections));
      ours.push(await measured(models, connections));
    }
    const name = `POST without hooks, ${connected(connections)}`, other = `bare POST, ${connected(connections)}`;
    const rates = [ours, theirs].map((all) => median(all.map(({ rate }) => rate))) as [number, number];
    const cpu = [ours, theirs].map((all) => median(all.map(({ cpu }) => cpu))) as [number, number];
    plain(other, rates[1], "/s");
    plain(`${other}, processor time`, cpu[1], " us");
    atLeast(name, rates[0], connections === 1 ? 1_500 : 3_600, "/s");
    plain(`${name}, processor time`, cpu[0], " us");
    atLeast(`${name}, of the bare server`, rates[0] / rates[1], 0.5, "x");
    if (connections > 1) atMost(`${name}, p99`, quantile(ours.flatMap(({ times }) => times), 0.99), 50, " ms");
  }
  atLeast("list of 50, 16 connections", (await lists(models, 16, ms)).rate, 2_000, "/s");
});

if (!Deno.args.includes("--no-pocketbase")) {
  await inFolder(async (folder) => {
    await using other = await startPocketBase(folder);
    await using models = await startModels(folder, "none");
    await define(models, 0);
    for (const connections of [1, 16]) {
      const name = connected(connections);
      const [ours, theirs] = await inTurns(
        () => posts(models, connections, ms),
        () => pocketBasePosts(other, connections, ms),
      );
      plain(`PocketBase POST, ${name}`, theirs, "/s");
      atLeast(`POST without hooks, ${name}, of PocketBase`, ours / theirs, 1, "x");
    }
    const [ours, theirs] = await inTurns(() => lists(models, 16, ms), () => pocketBaseLists(other, 16, ms));
    plain("PocketBase list of 50, 16 connections", theirs, "/s");
    atLeast("list of 50, 16 connections, of PocketBase", ours / theirs, 2, "x");
  });
}

for (const hooks of [1, 2] as const) {
  await inFolder(async (folder) => {
    await using models = await startModels(folder, "none");
    await define(models, hooks);
    for (const connections of [1, 16]) {
      const { rate, times } = await measured(models, connections);
      const name = `POST with ${hooks} hook${hooks === 1 ? "" : "s"}, ${connected(connections)}`;
      atLeast(name, rate, connections === 1 ? 500 : 1_200, "/s");
      if (connections > 1) atMost(`${name}, p99`, quantile(times, 0.99), 50, " ms");
    }
  });
}

await inFolder(async (folder) => {
  await using models = await startModels(folder, "commit");
  await define(models, 0);
  const [one, many] = [(await posts(models, 1, ms)).rate, (await posts(models, 16, ms)).rate];
  atLeast(`sync = "commit": 16 connections, of one's ${one.toFixed(0)}/s`, many / one, 4, "x");
});

await inFolder(async (folder) => {
  let empty: number;
  {
    await using models = await startModels(folder, "none");
    empty = models.startMs;
    await define(models, 0);
    atMost(`${INSTANCES} instances in memory`, await fill(models, INSTANCES) / 1024 ** 2, 250, " MiB");
  }
  await Deno.remove(`${folder}/data/snapshots`, { recursive: true }).catch(() => {});
  await using again = await startModels(folder, "none");
  atLeast("replay", INSTANCES / (again.startMs - empty) * 1_000, 30_000, " events/s");
});

/** Whether the aim is reached; `null` without one. */
function isMet({ value, atLeast, atMost }: Row): boolean | null {
  if (atLeast !== undefined) return value >= atLeast;
  return atMost === undefined ? null : value <= atMost;
}

/** The row of a table. */
function cells(row: Row): string[] {
  const { name, value, unit, atLeast, atMost } = row, met = isMet(row);
  const aim = atLeast !== undefined
    ? `at least ${atLeast}${unit}`
    : atMost === undefined
    ? ""
    : `at most ${atMost}${unit}`;
  return [name, `${value.toFixed(value < 10 ? 2 : 0)}${unit}`, aim, met === null ? "" : met ? "met" : "missed"];
}

if (Deno.args.includes("--json")) console.log(JSON.stringify(rows.map((row) => ({ ...row, isMet: isMet(row) }))));
else for (const line of align(rows.map(cells))) console.log(line);
