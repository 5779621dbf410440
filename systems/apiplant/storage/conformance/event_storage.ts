/** The invariants of event storages. */
import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";
import type { Seq } from "../../event/event.ts";
import type { EventStorage, LogDraft, LogEntry } from "../roles.ts";
import type { ConformanceCase } from "./conformance.ts";

/** A log under test. */
export interface LogUnderTest extends AsyncDisposable {
  /** The log. */
  readonly storage: EventStorage;
  /** Another client of the same log, of kinds that have several. */
  readonly other?: EventStorage;
  /** Ends the storage as a killed process would, and opens the same log again; of kinds whose log outlives the process. */
  reopen?(): Promise<EventStorage>;
}

/** Opens an empty log. */
export type MakeLog = () => Promise<LogUnderTest>;

/** Drafts that differ from each other. Their texts need care: several bytes a character, digits beyond doubles. */
export function draftsOf(count: number, label = "d"): LogDraft[] {
  return Array.from({ length: count }, (_, at) => {
    const id = `${label}-${at}`;
    const json = `{"id":"${id}","model":"m","instance":"i${at}","n":12345678901234567890.10,"t":"é\u{10000} ,\\t]"}`;
    return { id, model: "m", instance: at % 2 === 0 ? `i${at}` : null, json };
  });
}

const texts = (entries: readonly LogEntry[]): [Seq, string][] => entries.map(({ seq, json }) => [seq, json]);
const jsons = (drafts: readonly LogDraft[], first: Seq): [Seq, string][] =>
  drafts.map(({ json }, at) => [first + at, json]);

async function readAll(storage: EventStorage): Promise<LogEntry[]> {
  const { first, head } = await storage.info();
  const entries: LogEntry[] = [];
  while (entries.length < head - first + 1) {
    const page = await storage.read(first + entries.length, 1_000);
    ok(page.entries.length > 0, "a read below the head returns entries");
    entries.push(...page.entries);
  }
  return entries;
}

const code = (expected: string) => (error: unknown) => (error as { code?: string }).code === expected;

/** The cases of I1 to I8. */
export const EVENT_STORAGE_CASES: readonly ConformanceCase<MakeLog>[] = [
  {
    name: "I1 append() lands directly behind the expected place, in order, or changes nothing",
    async run(make) {
      await using log = await make();
      const { storage } = log;
      deepStrictEqual(await storage.append(0, draftsOf(3)), { ok: true, head: 3 });
      deepStrictEqual(await storage.append(2, draftsOf(1, "late")), { ok: false, head: 3 });
      deepStrictEqual(await storage.append(4, draftsOf(1, "early")), { ok: false, head: 3 });
      deepStrictEqual(texts(await readAll(storage)), jsons(draftsOf(3), 1));
      const { head, first } = await storage.info();
      deepStrictEqual([first, head], [1, 3]);
    },
  },
  {
    name: "I1 append() refuses what it cannot keep as a line, and an empty append, without a change",
    async run(make) {
      await using log = await make();
      const { storage } = log;
      const [draft] = draftsOf(1);
      await rejects(storage.append(0, []), code("invalid"));
      await rejects(storage.append(0, [{ ...draft!, json: '{"a":\n1}' }]), code("invalid"));
      await rejects(storage.append(0, [{ ...draft!, json: `"${"x".repeat(33 * 2 ** 20)}"` }]), code("exhausted"));
      equal((await storage.info()).head, 0);
    },
  },
  {
    name: "I2 of appends with one expected place, one lands",
    async run(make) {
      await using log = await make();
      const { storage, other = storage } = log;
      const clients = Array.from({ length: 16 }, (_, at) => at % 2 === 0 ? storage : other);
      const results = await Promise.all(clients.map((client, at) => client.append(0, draftsOf(2, `c${at}`))));
      const winner = results.findIndex((result) => result.ok);
      equal(results.filter((result) => result.ok).length, 1);
      deepStrictEqual(texts(await readAll(storage)), jsons(draftsOf(2, `c${winner}`), 1));
      deepStrictEqual(await storage.append(0, draftsOf(2, `c${winner}`)), { ok: false, head: 2 });
    },
  },
  {
    name: "I3 what was acknowledged has the same bytes at every read",
    async run(make) {
      await using log = await make();
      const { storage, other = storage } = log;
      const drafts = draftsOf(700);
      for (let at = 0; at < drafts.length; at += 7) await storage.append(at, drafts.slice(at, at + 7));
      deepStrictEqual(texts(await readAll(storage)), jsons(drafts, 1));
      deepStrictEqual(texts((await other.read(345, 3)).entries), jsons(drafts.slice(344, 347), 345));
      const [entry] = (await other.read(1, 1)).entries;
      deepStrictEqual([entry!.id, entry!.model, entry!.instance], ["d-0", "m", "i0"]);
    },
  },
  {
    name: "I4 reads while appends run have no gap",
    async run(make) {
      await using log = await make();
      const { storage, other = storage } = log;
      const seen: Seq[] = [];
      const follow = async () => {
        while (seen.length < 300) {
          const page = await other.read(seen.length + 1, 50, 5_000);
          ok(page.head >= (page.entries.at(-1)?.seq ?? 0));
          seen.push(...page.entries.map(({ seq }) => seq));
        }
      };
      const write = async () => {
        for (let head = 0; head < 300; head += 3) await storage.append(head, draftsOf(3, `w${head}`));
      };
      await Promise.all([follow(), write()]);
      deepStrictEqual(seen, Array.from({ length: 300 }, (_, at) => at + 1));
    },
  },
  {
    name: "I5 a read that waits returns when an append lands, or when its time is over, or when its signal aborts",
    async run(make) {
      await using log = await make();
      const { storage, other = storage } = log;
      const waiting = other.read(1, 10, 60_000);
      await storage.append(0, draftsOf(1));
      equal((await waiting).entries.length, 1);
      deepStrictEqual(await other.read(2, 10, 1), { entries: [], head: 1 });
      deepStrictEqual(await other.read(2, 10), { entries: [], head: 1 });
      const abort = new AbortController();
      const aborted = other.read(2, 10, 60_000, abort.signal);
      abort.abort(new Error("stop"));
      await rejects(aborted, /stop/);
    },
  },
  {
    name: "I6 registers change by compare-and-set",
    async run(make) {
      await using log = await make();
      const { storage, other = storage } = log;
      equal(await storage.getRegister("a"), null);
      deepStrictEqual(await storage.setRegister("a", "x", 1), { ok: false });
      const races = await Promise.all(
        [storage, other, storage, other].map((one, at) => one.setRegister("a", `${at}`, 0)),
      );
      equal(races.filter((race) => race.ok).length, 1);
      deepStrictEqual(races.find((race) => race.ok), { ok: true, version: 1 });
      deepStrictEqual(await other.setRegister("a", "é\n", 1), { ok: true, version: 2 });
      deepStrictEqual(await storage.getRegister("a"), { value: "é\n", version: 2 });
      deepStrictEqual(await storage.setRegister("a", "late", 1), { ok: false });
      equal(await storage.getRegister("b"), null);
    },
  },
  {
    name: "I7 what was acknowledged is there after a restart, registers too",
    async run(make) {
      await using log = await make();
      if (log.reopen === undefined) return equal((await log.storage.info()).durable, "none");
      const { logId } = await log.storage.info();
      await log.storage.append(0, draftsOf(5));
      await log.storage.setRegister("a", "x", 0);
      const again = await log.reopen();
      const info = await again.info();
      deepStrictEqual([info.logId, info.head], [logId, 5]);
      deepStrictEqual(texts(await readAll(again)), jsons(draftsOf(5), 1));
      deepStrictEqual(await again.getRegister("a"), { value: "x", version: 1 });
      deepStrictEqual(await again.append(5, draftsOf(1, "next")), { ok: true, head: 6 });
    },
  },
  {
    name: "I8 while a turn is held no other append lands, and it ends by release or after 1 s",
    needs: "turn",
    async run(make) {
      await using log = await make();
      const { storage } = log;
      const turn = await storage.turn!();
      const other = storage.append(0, draftsOf(1, "other"));
      deepStrictEqual(await turn.append(0, draftsOf(1, "mine")), { ok: true, head: 1 });
      await turn[Symbol.asyncDispose]();
      deepStrictEqual(await other, { ok: false, head: 1 });
    },
  },
  {
    name: "trim() removes no entry from its place on; reads before the first are compacted",
    needs: "trim",
    async run(make) {
      await using log = await make();
      const { storage } = log;
      await storage.append(0, draftsOf(10));
      await storage.trim!(6);
      const { first, head } = await storage.info();
      ok(first >= 1 && first <= 6);
      equal(head, 10);
      deepStrictEqual(texts((await storage.read(6, 100)).entries), jsons(draftsOf(10).slice(5), 6));
      await rejects(storage.read(first - 1, 1), code("compacted"));
      deepStrictEqual(await storage.append(10, draftsOf(1, "next")), { ok: true, head: 11 });
    },
  },
  {
    name: "a closed storage is unavailable, and its waiting reads end",
    async run(make) {
      await using log = await make();
      const { storage } = log;
      const waiting = rejects(storage.read(1, 1, 60_000), code("unavailable"));
      await storage[Symbol.asyncDispose]();
      await waiting;
      await rejects(storage.append(0, draftsOf(1)), code("unavailable"));
    },
  },
];
