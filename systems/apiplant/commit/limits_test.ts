import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import type { AppendResult, LogDraft } from "../storage/roles.ts";
import { MAX_GROUP, MAX_QUEUED } from "./queue.ts";
import { CoreDouble } from "./testing/core_double.ts";

const NOTE = { id: "note", fields: { text: { type: "String" } }, idKind: "any" } as const;

/** A log whose appends wait while it is held, and which notes how many drafts each had. */
class HeldLog extends MemoryEventStorage {
  maxAppendBytes = 64 * 1024;
  readonly groups: number[] = [];
  #held: PromiseWithResolvers<void> | null = null;

  override info() {
    return { ...super.info(), maxAppendBytes: this.maxAppendBytes };
  }

  hold(): void {
    this.#held = Promise.withResolvers();
  }

  release(): void {
    this.#held?.resolve();
    this.#held = null;
  }

  override async append(expected: number, drafts: readonly LogDraft[]): Promise<AppendResult> {
    await this.#held?.promise;
    this.groups.push(drafts.length);
    return await super.append(expected, drafts);
  }
}

function create(double: CoreDouble, id: string, text: string): Promise<unknown> {
  return double.write({ op: "create", model: "note", id, data: { text } });
}

/** Waits until that many changes have come to the queue. */
async function queued(double: CoreDouble, count: number): Promise<void> {
  while (double.core.committer.queued < count) await new Promise((resolve) => setTimeout(resolve));
}

Deno.test("Committer lets 10,000 changes wait, refuses one more with 503, and appends 256 at once", async () => {
  const log = new HeldLog();
  log.maxAppendBytes = 2 ** 20;
  await using double = await CoreDouble.start({ log });
  await double.define(NOTE);
  log.hold();
  const first = create(double, "first", "");
  await new Promise((resolve) => setTimeout(resolve));
  strictEqual(double.core.committer.queued, 0);
  const waiting = Array.from({ length: MAX_QUEUED }, (_, at) => create(double, `n${at}`, ""));
  await queued(double, MAX_QUEUED);
  await rejects(create(double, "last", ""), { code: "contention", status: 503 });
  log.release();
  await Promise.all([first, ...waiting]);
  const full = Math.floor(MAX_QUEUED / MAX_GROUP);
  deepStrictEqual(log.groups.slice(2, 2 + full), Array(full).fill(MAX_GROUP));
  strictEqual((await log.info()).head, MAX_QUEUED + 2);
});

Deno.test("Committer appends no more bytes at once than the log takes, and refuses a change that has more", async () => {
  const log = new HeldLog();
  await using double = await CoreDouble.start({ log });
  await double.define(NOTE);
  const max = log.info().maxAppendBytes;
  log.hold();
  const first = create(double, "first", "");
  await new Promise((resolve) => setTimeout(resolve));
  const third = "é".repeat(Math.floor(max / 6));
  const fit = Array.from({ length: 5 }, (_, at) => create(double, `n${at}`, third));
  const large = rejects(create(double, "large", "x".repeat(max)), { code: "too_large", status: 413 });
  const behind = create(double, "behind", "");
  await queued(double, 7);
  log.release();
  await Promise.all([first, ...fit, large, behind]);
  ok(log.groups.slice(2).every((count) => count <= 3), String(log.groups));
  strictEqual((await log.info()).head, 8);
});

Deno.test("Committer appends at most 4 MiB of several changes at once, and one larger change alone", async () => {
  const log = new HeldLog();
  log.maxAppendBytes = 8 * 2 ** 20;
  await using double = await CoreDouble.start({ log });
  await double.define(NOTE);
  log.hold();
  const first = create(double, "first", "");
  await new Promise((resolve) => setTimeout(resolve));
  const sizes = [1.8, 1.8, 1.8, 5, 0];
  const changes = sizes.map((size, at) => create(double, `n${at}`, "x".repeat(size * 2 ** 20)));
  await queued(double, sizes.length);
  log.release();
  await Promise.all([first, ...changes]);
  deepStrictEqual(log.groups.slice(2), [2, 1, 1, 1]);
});

Deno.test("Committer appends together the changes that come before the requests of the moment are gathered", async () => {
  const log = new HeldLog(), gathering: PromiseWithResolvers<void>[] = [];
  let opened = true;
  const gather = () => {
    if (opened) return Promise.resolve();
    gathering.push(Promise.withResolvers());
    return gathering.at(-1)!.promise;
  };
  await using double = await CoreDouble.start({ log, gather });
  await double.define(NOTE);
  opened = false;
  const together = ["a", "b", "c"].map((id) => create(double, id, ""));
  await queued(double, 3);
  strictEqual(gathering.length, 1);
  gathering[0]!.resolve();
  await Promise.all(together);
  opened = true;
  await create(double, "d", "");
  deepStrictEqual(log.groups, [1, 3, 1]);
});
