import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";
import { linesOf } from "../../conformance/model_storage.ts";
import { SAMPLE_EVENTS } from "../../conformance/sample_events.ts";
import { MemoryModelStorage } from "../../memory/model_storage.ts";
import { driverService, openLink } from "../testing/drivers.ts";
import { FaultyLink } from "../testing/faulty_link.ts";
import { DriverModelStorage } from "./model_storage.ts";

const LOG = "00000000-0000-7000-8000-00000000000a";

async function linesAfter(count: number): Promise<string[]> {
  const memory = new MemoryModelStorage();
  memory.reset(LOG);
  memory.apply(SAMPLE_EVENTS.slice(0, count));
  return await linesOf(memory);
}

/** Runs a test with the path of a database that does not exist. */
async function withPath(test: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(`${folder}/models.db`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The events before are applied without a fault; those behind change a model with its instances, among others. */
const BEFORE = 44;

const FAULTS = [
  ["before", "its session is lost before a statement", 5],
  ["after", "its session is lost after a statement", 2],
  ["locked", "a statement finds a lock", 7],
] as const;

for (const [moment, words, step] of FAULTS) {
  Deno.test(`DriverModelStorage.apply() applies once when ${words}, whichever it is`, async () => {
    await withPath(async (path) => {
      const link = new FaultyLink(await openLink(driverService("sqlite"), { path }));
      await using storage = await DriverModelStorage.open({ link, prefix: "ap_" });
      const wanted = await linesAfter(SAMPLE_EVENTS.length);
      let n = 1 - step;
      do {
        await storage.reset(LOG);
        await storage.apply(SAMPLE_EVENTS.slice(0, BEFORE));
        link.plant(n += step, moment);
        equal(await storage.apply(SAMPLE_EVENTS.slice(BEFORE)), SAMPLE_EVENTS.length);
        const isLost = !link.isPlanted;
        link.remove();
        deepStrictEqual(await linesOf(storage), wanted, `${moment} at statement ${n}`);
        if (!isLost) break;
      } while (true);
      ok(n > 30, `it planted ${n} faults`);
    });
  });
}

Deno.test("DriverModelStorage.apply() applies once when the answer to its COMMIT is lost", async () => {
  await withPath(async (path) => {
    const link = new FaultyLink(await openLink(driverService("sqlite"), { path }));
    await using storage = await DriverModelStorage.open({ link, prefix: "ap_" });
    await storage.reset(LOG);
    const start = link.calls.length;
    await storage.apply(SAMPLE_EVENTS.slice(0, 4));
    const count = link.calls.length - start;
    equal(link.calls.at(-1), "COMMIT");
    await storage.reset(LOG);
    link.plant(count, "after");
    equal(await storage.apply(SAMPLE_EVENTS.slice(0, 4)), 4);
    ok(!link.isPlanted);
    deepStrictEqual(link.calls.slice(-2).map((text) => text.split(" ")[0]), ["COMMIT", "SELECT"]);
    deepStrictEqual(await linesOf(storage), await linesAfter(4));
  });
});

Deno.test("DriverModelStorage refuses to write tables that another server has taken over", async () => {
  await withPath(async (path) => {
    const open = async () => {
      return await DriverModelStorage.open({ link: await openLink(driverService("sqlite"), { path }), prefix: "ap_" });
    };
    await using first = await open();
    await first.reset(LOG);
    await first.apply(SAMPLE_EVENTS.slice(0, 5));
    await using second = await open();
    deepStrictEqual(await second.state(), { seq: 5, logId: LOG });
    await rejects(async () => await first.apply(SAMPLE_EVENTS.slice(5, 6)), {
      code: "conflict",
      message: /own `prefix`/,
    });
    equal(await second.apply(SAMPLE_EVENTS.slice(5, 9)), 9);
    deepStrictEqual(await linesOf(second), await linesAfter(9));
  });
});

Deno.test("DriverModelStorage.open() refuses a database in memory, which ends with its session", async () => {
  const opening = async () => {
    return await DriverModelStorage.open({
      link: await openLink(driverService("sqlite"), { path: ":memory:" }),
      prefix: "ap_",
    });
  };
  await rejects(opening, { code: "unavailable", message: /a database in memory ends with its session/ });
});

Deno.test("DriverModelStorage.open() refuses a driver without SQL and transactions, and says what to use", async () => {
  const opening = async () => {
    return await DriverModelStorage.open({ link: await openLink(driverService("mock"), {}), prefix: "ap_" });
  };
  await rejects(opening, {
    code: "unimplemented",
    message: /lacks .*: use a driver of an SQL database with transactions/,
  });
});

Deno.test("DriverModelStorage keeps long texts, and lists of more rows than a page", async () => {
  await withPath(async (path) => {
    await using storage = await DriverModelStorage.open({
      link: await openLink(driverService("sqlite"), { path }),
      prefix: "ap_",
    });
    const at = "2026-01-01T00:00:00.000Z";
    const event = (seq: number) => ({
      seq,
      at,
      id: `e${seq}`,
      commit: [seq, seq] as [number, number],
      actor: "a",
      origin: "o",
      v: 1 as const,
    });
    const definition = { id: "m", version: 1, fields: { text: { type: "String" as const } } };
    const texts = Array.from({ length: 700 }, (_, number) => number % 50 === 0 ? "é".repeat(100_000) : `t${number}`);
    await storage.reset(LOG);
    const created = texts.map((text, number) => ({
      ...event(number + 2),
      kind: "instance.created" as const,
      model: "m",
      instance: `i${number}`,
      modelVersion: 1,
      payload: { text },
    }));
    await storage.apply([
      { ...event(1), kind: "model.created", model: "m", modelVersion: 1, payload: definition },
      ...created,
    ]);
    const query = {
      filter: null,
      search: [],
      searchFields: [],
      sort: [],
      after: null,
      offset: 0,
      limit: 1_000,
      total: true,
    };
    const { items, total } = await storage.find("m", query);
    equal(total, 700);
    deepStrictEqual(items.map(({ id }) => id), texts.map((_, number) => `i${number}`).sort());
    deepStrictEqual(
      Object.fromEntries(items.map(({ id, data }) => [id, data.text])),
      Object.fromEntries(texts.map((text, number) => [`i${number}`, text])),
    );
  });
});
