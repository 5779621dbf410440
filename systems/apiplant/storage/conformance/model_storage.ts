/** The invariants of model storages. */
import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";
import type { Json } from "../../json/json.ts";
import type { Instance } from "../../model/instance.ts";
import type { Query } from "../../model/query.ts";
import { MemoryModelStorage } from "../memory/model_storage.ts";
import { digestOf, dumpRecord } from "../model/dump.ts";
import type { ModelStorage, Page } from "../roles.ts";
import type { ConformanceCase } from "./conformance.ts";
import { plainPages } from "./plain_model.ts";
import { encryptedMail, EVERYTHING, SAMPLE_EVENTS, sampleQueries } from "./sample_events.ts";

/** A model storage under test. */
export interface ModelsUnderTest extends AsyncDisposable {
  /** The storage. */
  readonly storage: ModelStorage;
  /** Closes it, and opens the same content again; of kinds whose content outlives the process. */
  reopen?(): Promise<ModelStorage>;
  /** Ends it as a killed process would, and opens what is left. */
  crash?(): Promise<ModelStorage>;
}

/** Opens an empty model storage. */
export type MakeModels = () => Promise<ModelsUnderTest>;

const LOG = "00000000-0000-7000-8000-00000000000a";
const LAST = SAMPLE_EVENTS.length;

/** The lines of a dump. */
export function linesOf(storage: ModelStorage): Promise<string[]> {
  return Array.fromAsync(storage.dump());
}

async function* asLines(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

async function reference(count = LAST): Promise<MemoryModelStorage> {
  const memory = new MemoryModelStorage();
  memory.reset(LOG);
  memory.apply(SAMPLE_EVENTS.slice(0, count));
  return await Promise.resolve(memory);
}

function sampleInstances(lines: readonly string[]): Instance[] {
  const records = lines.map(dumpRecord).filter((record) => record.kind === "instance" && record.of === "thing");
  return records.map((record) => (record as { instance: Instance }).instance);
}

const code = (expected: string) => (error: unknown) => (error as { code?: string }).code === expected;
const rejectsWith = (expected: string, call: () => unknown) => rejects(async () => await call(), code(expected));

async function pages(storage: ModelStorage, model: string, query: Query): Promise<Page[]> {
  const all: Page[] = [];
  let after = query.after;
  do {
    const page = await storage.find(model, { ...query, after, offset: after === null ? query.offset : 0 });
    all.push(page);
    after = page.next;
  } while (after !== null);
  return all;
}

/** The cases of M1 to M5. */
export const MODEL_STORAGE_CASES: readonly ConformanceCase<MakeModels>[] = [
  {
    name: "M1 content and place change together, event by event, also over restarts",
    async run(make) {
      await using models = await make();
      let { storage } = models;
      await storage.reset(LOG);
      for (const [at, event] of SAMPLE_EVENTS.entries()) {
        equal(await storage.apply([event]), at + 1);
        if (at % 9 !== 8) continue;
        deepStrictEqual(await linesOf(storage), await linesOf(await reference(at + 1)));
        if (models.reopen !== undefined) storage = await models.reopen();
        deepStrictEqual(await storage.state(), { seq: at + 1, logId: LOG });
      }
    },
  },
  {
    name: "M1 after a crash the content is that of its place, once the events behind it are applied",
    needs: "crash",
    async run(make) {
      await using models = await make();
      let { storage } = models;
      await storage.reset(LOG);
      for (let at = 0; at < LAST; at += 11) {
        await storage.apply(SAMPLE_EVENTS.slice(at, at + 11));
        storage = await models.crash!();
        const { seq, logId } = await storage.state();
        if (logId === null) await storage.reset(LOG);
        ok(seq <= Math.min(at + 11, LAST));
        await storage.apply(SAMPLE_EVENTS.slice(seq, at + 11));
        deepStrictEqual(await linesOf(storage), await linesOf(await reference(Math.min(at + 11, LAST))));
      }
    },
  },
  {
    name: "M2 events at or below the place are ignored, a gap is refused",
    async run(make) {
      await using models = await make();
      const { storage } = models;
      await storage.reset(LOG);
      await rejectsWith("conflict", () => storage.apply(SAMPLE_EVENTS.slice(1, 2)));
      equal(await storage.apply(SAMPLE_EVENTS.slice(0, 10)), 10);
      equal(await storage.apply(SAMPLE_EVENTS.slice(0, 5)), 10);
      equal(await storage.apply(SAMPLE_EVENTS.slice(5, 20)), 20);
      await rejectsWith("conflict", () => storage.apply(SAMPLE_EVENTS.slice(21, 22)));
      await rejectsWith(
        "conflict",
        () => storage.apply([...SAMPLE_EVENTS.slice(20, 22), ...SAMPLE_EVENTS.slice(23, 24)]),
      );
      deepStrictEqual(await linesOf(storage), await linesOf(await reference(20)));
    },
  },
  {
    name: "M3 find() and count() give the answers of a plain evaluation, page by page",
    async run(make) {
      await using models = await make();
      const { storage } = models;
      await storage.reset(LOG);
      await storage.apply(SAMPLE_EVENTS);
      const { definition } = (await storage.model("thing"))!;
      const instances = sampleInstances(await linesOf(await reference()));
      equal(instances.length, 36);
      for (const [name, query] of sampleQueries()) {
        const wanted = plainPages(definition, instances, query);
        deepStrictEqual(await pages(storage, "thing", query), wanted, name);
        const matching = plainPages(definition, instances, { ...EVERYTHING, filter: query.filter, limit: 1_000 });
        equal(await storage.count("thing", query.filter), matching[0]!.items.length, name);
      }
    },
  },
  {
    name: "M3 models, hooks, get() and findUnique() give the same answers as every other kind",
    async run(make) {
      await using models = await make();
      const { storage } = models;
      await storage.reset(LOG);
      await storage.apply(SAMPLE_EVENTS);
      const expected = await reference();
      deepStrictEqual(await storage.models(), expected.models());
      for (const version of [undefined, 1, 2, 3]) {
        deepStrictEqual(await storage.model("thing", version), expected.model("thing", version));
      }
      deepStrictEqual(await storage.hooks("thing"), expected.hooks("thing"));
      for (const { id } of expected.find("thing", { ...EVERYTHING, limit: 1_000 }).items) {
        deepStrictEqual(await storage.get("thing", id), expected.get("thing", id));
      }
      const unique: [string[], Json[]][] = [
        [["code"], ["c-7"]],
        [["code"], ["absent"]],
        [["code"], [null]],
        [["big"], [9007199254740993n]],
        [["big"], [7]],
        [["name", "n"], ["Äpfel", 3]],
        [["name", "n"], ["Äpfel", null]],
      ];
      for (const [fields, values] of unique) {
        equal(await storage.findUnique("thing", fields, values), expected.findUnique("thing", fields, values));
      }
      equal(await storage.findUnique("gone", ["mail"], [encryptedMail("other")]), "g1");
      equal(await storage.findUnique("gone", ["mail"], [{ ...encryptedMail("other"), h: "another" }]), null);
    },
  },
  {
    name: "M3 what does not exist is null, empty or not_found",
    async run(make) {
      await using models = await make();
      const { storage } = models;
      await storage.reset(LOG);
      equal(await storage.model("absent"), null);
      equal(await storage.get("absent", "x"), null);
      deepStrictEqual(await storage.hooks("absent"), []);
      deepStrictEqual(await storage.models(), []);
      await rejectsWith("not_found", () => storage.find("absent", EVERYTHING));
      await rejectsWith("not_found", () => storage.count("absent", null));
      await rejectsWith("not_found", () => storage.findUnique("absent", ["a"], ["x"]));
    },
  },
  {
    name: "M4 dump() of equal states is equal byte for byte, also after load()",
    async run(make) {
      await using models = await make();
      await using empty = await make();
      const { storage } = models;
      await storage.reset(LOG);
      for (let at = 0; at < LAST; at += 7) await storage.apply(SAMPLE_EVENTS.slice(at, at + 7));
      const lines = await linesOf(await reference());
      deepStrictEqual(await linesOf(storage), lines);
      await empty.storage.load(asLines(lines));
      deepStrictEqual(await linesOf(empty.storage), lines);
      equal(await digestOf(empty.storage.dump()), await digestOf(asLines(lines)));
      deepStrictEqual(await empty.storage.state(), { seq: LAST, logId: LOG });
      const page = { ...EVERYTHING, limit: 1_000 };
      deepStrictEqual(await empty.storage.find("thing", page), (await reference()).find("thing", page));
    },
  },
  {
    name: "M4 load() refuses what is no dump, and keeps what there is",
    async run(make) {
      await using models = await make();
      const { storage } = models;
      await storage.reset(LOG);
      await storage.apply(SAMPLE_EVENTS.slice(0, 12));
      const lines = await linesOf(storage);
      await rejectsWith("corrupt", () => storage.load(asLines([])));
      await rejectsWith("corrupt", () => storage.load(asLines(lines.slice(1))));
      await rejectsWith("corrupt", () => storage.load(asLines([...lines, "{"])));
      await rejectsWith("corrupt", () => storage.load(asLines([...lines, '{"later":1}'])));
      deepStrictEqual(await linesOf(storage), lines);
    },
  },
  {
    name: "M5 reset() forgets everything and takes another log; without a log nothing is applied",
    async run(make) {
      await using models = await make();
      let { storage } = models;
      deepStrictEqual(await storage.state(), { seq: 0, logId: null });
      await rejectsWith("invalid", () => storage.apply(SAMPLE_EVENTS.slice(0, 1)));
      await storage.reset(LOG);
      await storage.apply(SAMPLE_EVENTS);
      await storage.reset("other");
      if (models.reopen !== undefined) storage = await models.reopen();
      deepStrictEqual(await storage.state(), { seq: 0, logId: "other" });
      deepStrictEqual(await storage.models(), []);
      await storage.reset(LOG);
      await storage.apply(SAMPLE_EVENTS);
      deepStrictEqual(await linesOf(storage), await linesOf(await reference()));
    },
  },
];
