import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { DriverRequestBody } from "@fluxwire/wire";
import { mockClock } from "../mock_clock.ts";
import { Opened } from "../testing/opened.ts";

const FACTS = { includeType: true, includeTtl: true, includeSize: true };

type KvBody = Extract<DriverRequestBody, { type: `Kv${string}` }>;

async function ask<B extends KvBody>(opened: Opened, body: B) {
  return (await opened.client.call(body, { sessionId: opened.session.id })).body;
}

async function rendered(opened: Opened, key: string): Promise<[string, string]> {
  const { result } = await ask(opened, { type: "KvGetKey", request: { key, ...FACTS } });
  return [result.repr, new TextDecoder().decode(result.value)];
}

Deno.test("the full scenario's store is scanned page by page, with patterns", async () => {
  await using opened = await Opened.open();
  const keys: string[] = [];
  let cursor: string | null = null;
  do {
    const { page }: { page: { entries: { key: string }[]; nextCursor?: string | null } } = await ask(opened, {
      type: "KvScanKeys",
      request: { limit: 4, cursor },
    });
    keys.push(...page.entries.map(({ key }) => key));
    cursor = page.nextCursor ?? null;
  } while (cursor !== null);
  deepStrictEqual(keys, ["blob", "greeting", "log", "queue", "scores", "session:1", "settings", "tags", "user:1"]);
  const { page } = await ask(opened, { type: "KvScanKeys", request: { limit: 9, filter: "*ser*" } });
  deepStrictEqual(page.entries.map(({ key, keyType }) => [key, keyType]), [["user:1", "Hash"]]);
});

Deno.test("the full scenario's store shows collections as JSON", async () => {
  await using opened = await Opened.open();
  deepStrictEqual(await rendered(opened, "greeting"), ["Text", "Hello, Zoë"]);
  deepStrictEqual(await rendered(opened, "user:1"), ["Structured", '{"name":"Ada","role":"admin"}']);
  deepStrictEqual(await rendered(opened, "queue"), ["Structured", '["first","second","third"]']);
  deepStrictEqual(await rendered(opened, "tags"), ["Structured", '["red","green"]']);
  deepStrictEqual(await rendered(opened, "scores"), [
    "Structured",
    '[{"member":"grace","score":"2.5"},{"member":"ada","score":"10"}]',
  ]);
  deepStrictEqual(await rendered(opened, "log"), ["Stream", '[{"id":"1700000000000-0","fields":{"event":"started"}}]']);
  const { results } = await ask(opened, { type: "KvBulkGet", request: { keys: ["none", "blob"], ...FACTS } });
  deepStrictEqual(results.map((one) => one?.entry.keyType ?? null), [null, "Bytes"]);
});

Deno.test("the full scenario's keys expire", async () => {
  let now = 1_000_000;
  await using opened = await Opened.open({ clock: { ...mockClock(null), now: () => now } });
  const ttl = async (key: string) => (await ask(opened, { type: "KvKeyTtl", request: { key } })).value;
  const exists = async (key: string) => (await ask(opened, { type: "KvExistsKey", request: { key } })).value;
  strictEqual(await ttl("session:1"), "3600");
  strictEqual(await ttl("greeting"), "-1");
  await ask(opened, { type: "KvExpireKey", request: { key: "greeting", ttlSeconds: 10n } });
  now += 9_999;
  deepStrictEqual([await ttl("greeting"), await exists("greeting")], ["1", true]);
  now += 1;
  strictEqual(await exists("greeting"), false);
  await rejects(ttl("greeting"), { code: "Driver", message: "No such key: greeting" });
  strictEqual((await ask(opened, { type: "KvPersistKey", request: { key: "session:1" } })).value, true);
  strictEqual((await ask(opened, { type: "KvPersistKey", request: { key: "session:1" } })).value, false);
  strictEqual((await ask(opened, { type: "KvExpireKey", request: { key: "greeting", ttlSeconds: 1n } })).value, false);
});

Deno.test("the full scenario sets keys under conditions, in separate keyspaces", async () => {
  await using opened = await Opened.open();
  const set = (condition: "Always" | "IfExists" | "IfNotExists", key = "greeting", keyspace: number | null = null) =>
    ask(opened, {
      type: "KvSetKey",
      request: { key, value: Uint8Array.of(65), repr: "Text", condition, keyspace, ttlSeconds: 5n },
    });
  await rejects(set("IfNotExists"), { code: "Driver", message: "Cannot set key greeting: it exists" });
  await rejects(set("IfExists", "none"), { message: "Cannot set key none: it does not exist" });
  await set("IfExists");
  deepStrictEqual(await rendered(opened, "greeting"), ["Text", "A"]);
  await set("IfNotExists", "greeting", 3);
  await rejects(set("Always", "k", 9), { message: "No such keyspace: 9; expected 0 to 3" });
  await rejects(ask(opened, { type: "KvHashSet", request: { key: "queue", fields: [["a", "b"]] } }), {
    message: "Cannot use key queue as Hash: it holds a List",
  });
});

Deno.test("the full scenario's collections change as those of Redis do", async () => {
  await using opened = await Opened.open({ clock: mockClock(1_800_000_000_000) });
  await ask(opened, { type: "KvListPush", request: { key: "queue", values: ["b", "a"], end: "Head" } });
  await ask(opened, { type: "KvListSet", request: { key: "queue", index: -1n, value: "a" } });
  await ask(opened, { type: "KvListRemove", request: { key: "queue", value: "a", count: -1n } });
  deepStrictEqual(await rendered(opened, "queue"), ["Structured", '["a","b","first","second"]']);
  const members = async (body: KvBody) => (await ask(opened, body) as { value: unknown }).value;
  strictEqual(await members({ type: "KvSetAdd", request: { key: "tags", members: ["red"] } }), false);
  strictEqual(await members({ type: "KvSetRemove", request: { key: "tags", members: ["red", "green"] } }), true);
  strictEqual(await members({ type: "KvExistsKey", request: { key: "tags" } }), false);
  const auto = { key: "log", id: { type: "Auto" as const }, fields: [["a", "1"]] as [string, string][] };
  strictEqual(await members({ type: "KvStreamAdd", request: auto }), "1800000000000-0");
  strictEqual(
    await members({ type: "KvStreamAdd", request: { ...auto, maxlen: { count: 2n, approximate: false } } }),
    "1800000000000-1",
  );
  const stale = { ...auto, id: { type: "Explicit" as const, value: "5-0" } };
  await rejects(ask(opened, { type: "KvStreamAdd", request: stale }), /is not above 1800000000000-1/);
  strictEqual(
    await members({ type: "KvStreamDelete", request: { key: "log", ids: ["1700000000000-0", "1800000000000-0"] } }),
    1n,
  );
  await ask(opened, { type: "KvRenameKey", request: { fromKey: "log", toKey: "old" } });
  strictEqual(await members({ type: "KvKeyType", request: { key: "old" } }), '"Stream"');
});
