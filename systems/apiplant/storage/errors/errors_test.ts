import { ManualClock } from "@fluxwire/transport";
import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { testConformance } from "../conformance/conformance.ts";
import { ERROR_STORAGE_CASES, recordOf } from "../conformance/error_storage.ts";
import { FileErrorStorage } from "../file/error_storage.ts";
import { MAX_RECORDS, MemoryErrorStorage } from "../memory/error_storage.ts";
import type { ErrorRecord } from "../roles.ts";
import { MAX_QUEUED, QueuedErrors } from "./queued_errors.ts";
import { StdoutErrorStorage } from "./stdout_errors.ts";

const inMemory = {
  MemoryErrorStorage: () => new MemoryErrorStorage(),
  StdoutErrorStorage: () => new StdoutErrorStorage(() => {}),
  QueuedErrors: () => new QueuedErrors(new MemoryErrorStorage(), { serverId: "s" }),
};
for (const [name, make] of Object.entries(inMemory)) {
  testConformance(name, ERROR_STORAGE_CASES, () => {
    const storage = make();
    return Promise.resolve({ storage, [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose]() });
  });
}

testConformance("FileErrorStorage", ERROR_STORAGE_CASES, async () => {
  const folder = await Deno.makeTempDir();
  let storage = await FileErrorStorage.open(folder);
  return {
    storage,
    async reopen() {
      await storage[Symbol.asyncDispose]();
      return storage = await FileErrorStorage.open(folder);
    },
    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}, ["reopen"]);

Deno.test("MemoryErrorStorage keeps the last 1,000 records", () => {
  const storage = new MemoryErrorStorage();
  for (let number = 0; number < MAX_RECORDS + 5; number++) storage.log(recordOf(number));
  const kept = storage.list({ max: 10_000 });
  equal(kept.length, 1_000);
  equal(kept.at(-1)!.id, "e5");
});

Deno.test("StdoutErrorStorage writes each record as a line of JSON", () => {
  const lines: string[] = [];
  new StdoutErrorStorage((line) => lines.push(line)).log(recordOf(1));
  equal(lines.length, 1);
  ok(lines[0]!.endsWith("}\n") && lines[0]!.indexOf("\n") === lines[0]!.length - 1);
  deepStrictEqual(JSON.parse(lines[0]!), recordOf(1));
});

Deno.test("FileErrorStorage puts a full file aside, and reads over a line that was cut off", async () => {
  const folder = await Deno.makeTempDir();
  const size = JSON.stringify(recordOf(10)).length + 2;
  let storage = await FileErrorStorage.open(folder, { maxBytes: 10 * size });
  for (let number = 10; number < 35; number++) await storage.log(recordOf(number));
  deepStrictEqual(
    (await storage.list({ max: 99 })).map(({ id }) => id),
    Array.from({ length: 15 }, (_, at) => `e${34 - at}`),
  );
  await storage[Symbol.asyncDispose]();
  await Deno.writeTextFile(`${folder}/errors.jsonl`, '{"id":"cut', { append: true });
  storage = await FileErrorStorage.open(folder, { maxBytes: 10 * size });
  await storage.log(recordOf(35));
  deepStrictEqual((await storage.list({ max: 2 })).map(({ id }) => id), ["e35", "e34"]);
  await storage[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("QueuedErrors.log() never waits, and says how many records did not fit", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const records: ErrorRecord[] = [];
  class Slow extends MemoryErrorStorage {
    override log(record: ErrorRecord): void {
      return promise.then(() => void records.push(record)) as unknown as void;
    }
  }
  const queued = new QueuedErrors(new Slow(), { serverId: "s", clock: new ManualClock(0) });
  for (let number = 0; number < MAX_QUEUED + 7; number++) queued.log(recordOf(number));
  resolve();
  await queued[Symbol.asyncDispose]();
  equal(records.length, MAX_QUEUED + 1);
  const { id: _, ...last } = records.at(-1)!;
  deepStrictEqual(last, {
    at: "1970-01-01T00:00:00.000Z",
    serverId: "s",
    level: "warning",
    code: "dropped",
    message: "7 dropped: more records came than the error storage took",
  });
});

Deno.test("QueuedErrors reports at most once a minute that its storage fails", async () => {
  const clock = new ManualClock(0), lines: string[] = [];
  class Failing extends MemoryErrorStorage {
    override log(): void {
      throw new Error("no space left");
    }
  }
  const queued = new QueuedErrors(new Failing(), { serverId: "s", clock, report: (line) => lines.push(line) });
  for (let number = 0; number < 5; number++) queued.log(recordOf(number));
  await queued.list({ max: 1 });
  deepStrictEqual(lines, ["The error storage fails: no space left"]);
  clock.advance(60_000);
  queued.log(recordOf(6));
  await queued[Symbol.asyncDispose]();
  equal(lines.length, 2);
});
