import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { type KeyGetResult, type KeyScanPage, LAYOUTS } from "@fluxwire/wire";
import { Served } from "./testing/served.ts";

const ALL = { includeType: true, includeTtl: true, includeSize: true };

function text(result: KeyGetResult): string {
  return new TextDecoder().decode(result.value);
}

for (const layout of LAYOUTS) {
  Deno.test(`every request about keys is answered in layout ${layout}`, async () => {
    await using served = await Served.start({ layout });
    const value = new TextEncoder().encode("hello");
    const set = { type: "KvSetKey", request: { key: "greeting", value, repr: "Text", condition: "Always" } } as const;
    deepStrictEqual(await served.ask(set), { type: "KvBoolResult", value: true });

    const { page } = await served.ask({ type: "KvScanKeys", request: { limit: 100 } });
    deepStrictEqual(page.entries.map(({ key, keyType }) => [key, keyType]), [["greeting", "String"]]);
    strictEqual(page.nextCursor, null);

    const { result } = await served.ask({ type: "KvGetKey", request: { key: "greeting", ...ALL } });
    deepStrictEqual([text(result), result.repr, result.entry.keyType, result.entry.ttlSeconds], [
      "hello",
      "Text",
      "String",
      null,
    ]);
    ok((result.entry.sizeBytes ?? 0n) > 5n);

    const { results } = await served.ask({ type: "KvBulkGet", request: { keys: ["greeting", "none"], ...ALL } });
    deepStrictEqual(results.map((one) => one && text(one)), ["hello", null]);

    const key = "greeting";
    strictEqual((await served.ask({ type: "KvExistsKey", request: { key } })).value, true);
    strictEqual((await served.ask({ type: "KvKeyType", request: { key } })).value, '"String"');
    strictEqual((await served.ask({ type: "KvKeyTtl", request: { key } })).value, "-1");
    strictEqual((await served.ask({ type: "KvExpireKey", request: { key, ttlSeconds: 100n } })).value, true);
    between(Number((await served.ask({ type: "KvKeyTtl", request: { key } })).value), 90, 100);
    strictEqual((await served.ask({ type: "KvPersistKey", request: { key } })).value, true);
    await served.ask({ type: "KvRenameKey", request: { fromKey: key, toKey: "new" } });
    strictEqual((await served.ask({ type: "KvExistsKey", request: { key } })).value, false);
    strictEqual((await served.ask({ type: "KvDeleteKey", request: { key: "new" } })).value, true);
    strictEqual((await served.ask({ type: "KvDeleteKey", request: { key: "new" } })).value, false);
  });
}

function between(number: number, least: number, most: number): void {
  ok(number >= least && number <= most, `${number} is not between ${least} and ${most}`);
}

Deno.test("kvScanKeys pages through every key once, with a filter and without", async () => {
  await using served = await Served.start();
  await served.session.execute({ sql: "EVAL \"for i=1,2500 do redis.call('SET', 'key:'..i, i) end\" 0" });
  for (const [filter, expected] of [[null, 2500], ["key:1*", 1111], ["nothing*", 0]] as const) {
    const keys: string[] = [];
    let cursor: string | null | undefined = null;
    do {
      const { page }: { page: KeyScanPage } = await served.ask({
        type: "KvScanKeys",
        request: { cursor, filter, limit: 100 },
      });
      keys.push(...page.entries.map((entry) => entry.key));
      cursor = page.nextCursor;
    } while (cursor);
    deepStrictEqual([keys.length, new Set(keys).size], [expected, expected]);
  }
  const wrong = { type: "KvScanKeys", request: { cursor: "x", limit: 1 } } as const;
  await rejects(served.ask(wrong), { code: "InvalidRequest", message: /^Cannot go on from cursor "x"/ });
});

Deno.test("kvSetKey obeys its condition and time to live, and keeps every byte", async () => {
  await using served = await Served.start();
  const value = Uint8Array.of(0, 255, 13, 10);
  const set = (condition: "Always" | "IfNotExists" | "IfExists") =>
    served.ask({ type: "KvSetKey", request: { key: "k", value, repr: "Binary", condition, ttlSeconds: 50n } });
  await rejects(set("IfExists"), { code: "Driver", message: "Cannot set key k: it does not exist" });
  await set("IfNotExists");
  await rejects(set("IfNotExists"), { code: "Driver", message: "Cannot set key k: it exists" });
  const { result } = await served.ask({ type: "KvGetKey", request: { key: "k", ...ALL } });
  deepStrictEqual([result.value, result.repr, result.entry.keyType], [value, "Binary", "Bytes"]);
  between(Number(result.entry.ttlSeconds), 40, 50);
  const structured = { key: "k", value, repr: "Structured", condition: "Always" } as const;
  await rejects(served.ask({ type: "KvSetKey", request: structured }), { code: "InvalidRequest" });
});

Deno.test("kvRenameKey does not overwrite another key", async () => {
  await using served = await Served.start();
  await served.session.execute({ sql: "MSET a 1 b 2" });
  const rename = (fromKey: string, toKey: string) => served.ask({ type: "KvRenameKey", request: { fromKey, toKey } });
  await rejects(rename("a", "b"), { message: "Cannot rename key a: b exists; delete it first" });
  await rejects(rename("none", "c"), { message: "ERR no such key" });
  await rename("a", "a");
  deepStrictEqual(await served.rows("MGET a b"), [["1"], ["2"]]);
});

Deno.test("a missing key is named", async () => {
  await using served = await Served.start();
  for (const type of ["KvGetKey", "KvKeyType", "KvKeyTtl"] as const) {
    const missing = { code: "Driver", message: "No such key: none" };
    await rejects(served.ask({ type, request: { key: "none", ...ALL } }), missing);
  }
});

Deno.test("a key that is not UTF-8 is shown escaped, read under that name, and refused in writes", async () => {
  await using served = await Served.start();
  await served.session.execute({ sql: 'SET "\\xff\\\\a" value\nSET "[not UTF-8] b" marked' });
  const { page } = await served.ask({ type: "KvScanKeys", request: { limit: 100 } });
  const [plain, marked] = page.entries.map((entry) => entry.key).toSorted().toReversed();
  deepStrictEqual([plain, marked], ["[not UTF-8] \\xff\\x5ca", "[not UTF-8] [not UTF-8] b"]);
  for (const [key, value] of [[plain!, "value"], [marked!, "marked"]] as const) {
    const { result } = await served.ask({ type: "KvGetKey", request: { key, ...ALL } });
    deepStrictEqual([text(result), result.entry.key], [value, key]);
    strictEqual((await served.ask({ type: "KvExistsKey", request: { key } })).value, true);
    const refused = { code: "InvalidRequest", message: /^Cannot write key \[not UTF-8\] .*: it is not UTF-8; use a / };
    await rejects(served.ask({ type: "KvDeleteKey", request: { key } }), refused);
    await rejects(served.ask({ type: "KvExpireKey", request: { key, ttlSeconds: 1n } }), refused);
    await rejects(served.ask({ type: "KvRenameKey", request: { fromKey: key, toKey: "c" } }), refused);
    await rejects(served.ask({ type: "KvRenameKey", request: { fromKey: "c", toKey: key } }), refused);
    await rejects(served.ask({ type: "KvSetAdd", request: { key, members: ["m"] } }), refused);
  }
  deepStrictEqual(await served.rows("DBSIZE"), [[2n]]);
});

Deno.test("keyspace names the database of one request", async () => {
  await using served = await Served.start();
  const value = new TextEncoder().encode("3");
  const request = { key: "n", value, repr: "Text", condition: "Always", keyspace: 3 } as const;
  await served.ask({ type: "KvSetKey", request });
  strictEqual((await served.ask({ type: "KvExistsKey", request: { key: "n" } })).value, false);
  strictEqual((await served.ask({ type: "KvExistsKey", request: { key: "n", keyspace: 3 } })).value, true);
  await rejects(served.ask({ type: "KvExistsKey", request: { key: "n", keyspace: 99 } }), {
    message: "Cannot use database 99: ERR DB index is out of range",
  });
});

Deno.test("a fact that the user may not read is absent, and a refused value has a reason", async () => {
  await using served = await Served.start({
    config: ["user default on nopass ~* +@all", "user some on >secret ~open* +get +set +strlen +type +ttl +select"],
  });
  await served.session.execute({ sql: "SET open 1 EX 100\nSET closed 1" });
  const some = await served.open({ username: "some", password: "secret" });
  const { result } = await served.ask({ type: "KvGetKey", request: { key: "open", ...ALL } }, some);
  deepStrictEqual([text(result), result.entry.keyType, result.entry.sizeBytes], ["1", "String", null]);
  const closed = { type: "KvGetKey", request: { key: "closed", ...ALL } } as const;
  await rejects(served.ask(closed, some), { code: "Driver", message: /^NOPERM / });
});

Deno.test("includeType decides whether an answer has the type", async () => {
  await using served = await Served.start();
  await served.session.execute({ sql: "SET a 1" });
  const wanted = { includeType: false, includeTtl: false, includeSize: false };
  const { result } = await served.ask({ type: "KvGetKey", request: { key: "a", ...wanted } });
  deepStrictEqual(result.entry, { key: "a", keyType: null, ttlSeconds: null, sizeBytes: null });
});

Deno.test("JSON in a string is Json if it is an object or array, otherwise Text", async () => {
  await using served = await Served.start();
  await served.session.execute({ sql: "MSET a '{\"a\":1}' b '[1]' c 12 d '{no'" });
  const request = { keys: ["a", "b", "c", "d"], ...ALL };
  const { results } = await served.ask({ type: "KvBulkGet", request });
  deepStrictEqual(results.map((one) => one?.repr), ["Json", "Json", "Text", "Text"]);
});

Deno.test("kvSetKey keeps the time to live unless it gets one, and replaces no collection", async () => {
  await using served = await Served.start();
  await served.session.execute({ sql: "SET k old EX 3600\nHSET h a 1" });
  const value = new TextEncoder().encode("new");
  const set = (key: string, ttlSeconds: bigint | null = null) =>
    served.ask({ type: "KvSetKey", request: { key, value, repr: "Text", condition: "Always", ttlSeconds } });
  await set("k");
  between(Number((await served.ask({ type: "KvKeyTtl", request: { key: "k" } })).value), 3_500, 3_600);
  await set("k", 50n);
  between(Number((await served.ask({ type: "KvKeyTtl", request: { key: "k" } })).value), 40, 50);
  await rejects(set("h"), {
    code: "Driver",
    message: "Cannot set key h: it holds a value of type Hash; delete it first",
  });
  deepStrictEqual(await served.rows("HGET h a"), [["1"]]);
});

Deno.test("kvSetKey replaces no collection for a user who may not ask for its type", async () => {
  const rights = "~* -@all +client|id +select +set +strlen +rpush +llen";
  await using served = await Served.start({ config: [`user default on nopass ${rights}`] });
  await served.session.execute({ sql: "RPUSH l a" });
  const set = (key: string) => {
    const value = new TextEncoder().encode("new");
    return served.ask({ type: "KvSetKey", request: { key, value, repr: "Text", condition: "Always" } });
  };
  await rejects(set("l"), {
    code: "Driver",
    message: "Cannot set key l: it holds a value of another type; delete it first",
  });
  deepStrictEqual(await served.rows("LLEN l"), [[1n]]);
  await set("new");
});

Deno.test("kvSetKey replaces no collection in the moment of the change, whose type was not known before", async () => {
  await using served = await Served.start({
    config: ["user default on nopass ~* +@all", "user setter on >secret ~* -@all +client|id +select +set"],
  });
  await served.rows("RPUSH l a");
  const setter = await served.open({ username: "setter", password: "secret" });
  const value = new TextEncoder().encode("new");
  const set = (key: string, condition: "Always" | "IfExists") =>
    served.ask({ type: "KvSetKey", request: { key, value, repr: "Text", condition } }, setter);
  for (const condition of ["Always", "IfExists"] as const) {
    await rejects(set("l", condition), { message: /^Cannot set key l: it holds a value of another type/ });
  }
  await rejects(set("none", "IfExists"), { message: "Cannot set key none: it does not exist" });
  await set("none", "Always");
  await set("none", "IfExists");
  deepStrictEqual(await served.rows("LRANGE l 0 -1"), [["a"]]);
});

Deno.test("a user who may only read keys can ping and read strings", async () => {
  const rights = "~* -@all +client|id +select +get +scan +type +ttl +set";
  await using served = await Served.start({ config: [`user default on nopass ${rights}`] });
  const value = new TextEncoder().encode("hello");
  await served.ask({ type: "KvSetKey", request: { key: "k", value, repr: "Text", condition: "Always" } });
  await served.session.ping();
  const { result } = await served.ask({ type: "KvGetKey", request: { key: "k", ...ALL } });
  deepStrictEqual([text(result), result.entry.keyType], ["hello", "String"]);
});

Deno.test("a collection of few large elements is refused before it is read, with the command to use", async () => {
  await using served = await Served.start();
  const fill = (key: string, count: number) =>
    `EVAL "for i=1,${count} do redis.call('HSET', '${key}', i, string.rep('x', 1000000)) end" 0`;
  await served.rows(`${fill("large", 70)}\n${fill("long", 18)}`);
  const get = (key: string) => served.ask({ type: "KvGetKey", request: { key, ...ALL } });
  await rejects(get("large"), { message: /^Cannot show key large: \d+ bytes of memory exceed 67108864; use HSCAN$/ });
  await rejects(get("long"), { message: /^Cannot show key long: \d+ bytes exceed 16777216; use HSCAN$/ });
});

Deno.test("a field that an entry of a stream has twice is shown twice", async () => {
  await using served = await Served.start();
  await served.rows("XADD s 1-1 a 1 a 2 a 3 '[again 3] a' 4 a 5");
  const { result } = await served.ask({ type: "KvGetKey", request: { key: "s", ...ALL } });
  deepStrictEqual(JSON.parse(text(result)), [{
    id: "1-1",
    fields: { a: "1", "[again 1] a": "2", "[again 2] a": "3", "[again 3] a": "4", "[again 4] a": "5" },
  }]);
});
