import { deepStrictEqual, equal, throws } from "node:assert/strict";
import { StorageError } from "../storage/roles.ts";
import type { Draft } from "./event.ts";
import { fromEntry, toEntry } from "./text.ts";

const DRAFT: Draft = {
  id: "0197a000-0000-7000-8000-000000000001",
  at: "2026-11-29T10:00:00.000Z",
  kind: "instance.created",
  model: "post",
  modelVersion: 1,
  instance: "p1",
  payload: { views: 12345678901234567890n, title: "a\tb\n" },
  commit: [7, 7],
  actor: "anonymous",
  origin: "here",
  v: 1,
};

Deno.test("fromEntry() gives back what toEntry() wrote, numbers digit for digit", () => {
  const entry = toEntry(DRAFT);
  equal(entry.id, DRAFT.id);
  equal(entry.instance, "p1");
  equal(/[\n\t]/.test(entry.json), false);
  deepStrictEqual(fromEntry({ ...entry, seq: 7 }), { ...DRAFT, seq: 7 });
});

Deno.test("fromEntry() keeps members that it does not know", () => {
  const entry = toEntry({ ...DRAFT, later: true } as Draft);
  equal((fromEntry({ ...entry, seq: 7 }) as unknown as { later: boolean }).later, true);
});

Deno.test("fromEntry() refuses what is no event of a known version", () => {
  const entry = { ...toEntry(DRAFT), seq: 7 };
  const corrupt = (json: string, message: RegExp) =>
    throws(() => fromEntry({ ...entry, json }), (error: unknown) => {
      return error instanceof StorageError && error.code === "corrupt" && message.test(error.message);
    });
  corrupt("{", /event at 7 is not JSON/);
  corrupt("[]", /entry at 7 is not an event/);
  corrupt(entry.json.replace('"v":1', '"v":2'), /version 2, known is 1/);
});
