import { equal, ok, rejects } from "node:assert/strict";
import { StorageError } from "../../roles.ts";
import { readLines } from "../segment.ts";
import type { FileEventStorage } from "../event_storage.ts";
import { PowerCuts } from "./power_cuts.ts";

/** How many losses of power the longest test has; the long form has more. */
const CUTS = Number(Deno.env.get("POWER_CUTS") ?? 1_500);

/** Six rounds of work, each ended in another way. Returns the log, closed or without power. */
async function run(
  seed: number,
  sync: "commit" | "interval" | "none",
  last: "closed" | "cut",
  log: PowerCuts = new PowerCuts(seed, sync),
): Promise<PowerCuts> {
  for (let round = 0; round < 6; round++) {
    const end = round === 5 ? last : log.random.pick(["cut", "cut", "killed", "closed"] as const);
    const storage = await log.open(round % 2 === 0 ? "last" : "all");
    await log.check(storage, sync === "commit" ? "nothing" : "a tail");
    await log.work(storage);
    if (end === "closed") await close(log, storage);
    else if (end === "killed") log.disk.killPrograms();
    else log.cut();
  }
  return log;
}

/** Closes a log with power; one that failed to write closes too. */
async function close(log: PowerCuts, storage: FileEventStorage): Promise<void> {
  log.disk.powerFor = Infinity;
  await storage[Symbol.asyncDispose]();
}

Deno.test(`FileEventStorage loses nothing acknowledged in ${CUTS} losses of power, has no gap, and raises no false alarm`, async () => {
  let cuts = 0, torn = 0, acknowledged = 0;
  for (let seed = 1; cuts < CUTS; seed++) {
    try {
      const log = await run(seed, "commit", "cut");
      const storage = await log.open("all");
      await log.check(storage, "nothing");
      cuts += log.cuts;
      torn += log.torn;
      acknowledged += log.acknowledged.length;
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
  console.log(`${cuts} losses of power, ${torn} torn tails, ${acknowledged} entries acknowledged`);
  ok(torn > CUTS / 15, `${torn} torn tails were cut`);
  ok(acknowledged > 3 * CUTS, `${acknowledged} entries were acknowledged`);
});

for (const sync of ["interval", "none"] as const) {
  Deno.test(`FileEventStorage with sync = "${sync}" keeps a prefix over losses of power, and raises no false alarm`, async () => {
    for (let seed = 1; seed <= 100; seed++) {
      try {
        const log = await run(seed, sync, "cut");
        await log.check(await log.open("all"), "a tail");
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
  });
}

/** What a disk may do wrong, after how many seeds it is found at the latest, and how: a tail that stays is one day damage. */
const LIES = [
  ["syncs of files", 20, /^\d+ acknowledged, \d+ there/],
  ["syncs of folders", 20, /^\d+ acknowledged, \d+ there/],
  ["cuts of files", 200, /^The log is damaged/],
] as const;

for (const [lying, seeds, wanted] of LIES) {
  Deno.test(`PowerCuts finds within ${seeds} seeds a disk whose ${lying} do nothing`, async () => {
    for (let seed = 1; seed <= seeds; seed++) {
      const log = new PowerCuts(seed, "commit");
      log.disk.lying = lying;
      const found = await run(seed, "commit", "cut", log).then(() => "", (error) => String(error.message));
      if (wanted.test(found)) return;
    }
    throw new Error("The defect was not found");
  });
}

Deno.test("FileEventStorage gives the same run for the same seed", async () => {
  const one = await run(7, "commit", "cut"), other = await run(7, "commit", "cut");
  equal(JSON.stringify(one.acknowledged), JSON.stringify(other.acknowledged));
  equal(one.cuts, other.cuts);
});

/** The segments of a log. */
async function segments(log: PowerCuts): Promise<string[]> {
  return (await log.disk.list("/log")).filter((name) => /^\d{20}\.log$/.test(name)).map((name) => `/log/${name}`);
}

const isCorrupt = (error: unknown) => error instanceof StorageError && error.code === "corrupt";

Deno.test("FileEventStorage finds every flipped bit of a closed log, and changes nothing then", async () => {
  for (let seed = 1; seed <= 150; seed++) {
    const log = await run(seed, "commit", "closed");
    // Opened and closed once more, as the last round may have ended by a failed write.
    await close(log, await log.open());
    const path = log.random.pick(await segments(log));
    const offset = log.disk.flipBit(path);
    ok(offset !== null);
    const before = log.disk.syncedBytes(path);
    await rejects(log.open("all"), isCorrupt, `seed ${seed}: bit at ${offset} of ${path}`);
    equal(log.disk.syncedBytes(path), before);
  }
});

Deno.test("FileEventStorage finds every flipped bit before the last mark after a loss of power", async () => {
  let found = 0, cut = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const log = await run(seed, "commit", "cut");
    const path = log.random.pick(await segments(log));
    const last = path === (await segments(log)).at(-1);
    const mark = last ? await lastMark(log, path) : Infinity;
    const offset = log.disk.flipBit(path);
    if (offset === null) continue;
    try {
      await log.open("all");
      cut++;
      ok(offset >= mark, `seed ${seed}: the bit at ${offset} of ${path} is before the mark ${mark}`);
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      found++;
    }
  }
  ok(found > 100, `${found} flips were found, ${cut} were behind the last mark`);
});

/** The greatest mark of a segment's lines. */
async function lastMark(log: PowerCuts, path: string): Promise<number> {
  const file = (await log.disk.openRead(path))!;
  let mark = 0;
  for await (const lines of readLines(file, 0, await file.size())) {
    for (const line of lines) mark = Math.max(mark, line.read()?.mark ?? 0);
  }
  return mark;
}
