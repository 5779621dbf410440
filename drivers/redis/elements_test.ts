import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { Served } from "./testing/served.ts";

/** The value of a key at the host: type, representation and text. */
async function rendered(served: Served, key: string): Promise<unknown[]> {
  const wanted = { includeType: true, includeTtl: false, includeSize: false };
  const { result } = await served.ask({ type: "KvGetKey", request: { key, ...wanted } });
  return [result.entry.keyType, result.repr, new TextDecoder().decode(result.value)];
}

for (const layout of LAYOUTS) {
  Deno.test(`every request about elements is answered in layout ${layout}`, async () => {
    await using served = await Served.start({ layout });
    const ask: typeof served.ask = (body) => served.ask(body);

    await ask({ type: "KvHashSet", request: { key: "h", fields: [["2", "b"], ["1", "a"], ["__proto__", "p"]] } });
    deepStrictEqual(await rendered(served, "h"), ["Hash", "Structured", '{"2":"b","1":"a","__proto__":"p"}']);
    strictEqual((await ask({ type: "KvHashDelete", request: { key: "h", fields: ["2", "x"] } })).value, true);
    strictEqual((await ask({ type: "KvHashDelete", request: { key: "h", fields: ["2"] } })).value, false);

    await ask({ type: "KvListPush", request: { key: "l", values: ["b", "c"], end: "Tail" } });
    await ask({ type: "KvListPush", request: { key: "l", values: ["a", "0"], end: "Head" } });
    await ask({ type: "KvListSet", request: { key: "l", index: -1n, value: "z" } });
    deepStrictEqual(await rendered(served, "l"), ["List", "Structured", '["0","a","b","z"]']);
    strictEqual((await ask({ type: "KvListRemove", request: { key: "l", value: "b", count: 0n } })).value, true);
    strictEqual((await ask({ type: "KvListRemove", request: { key: "l", value: "b", count: 0n } })).value, false);

    strictEqual((await ask({ type: "KvSetAdd", request: { key: "s", members: ["m"] } })).value, true);
    strictEqual((await ask({ type: "KvSetAdd", request: { key: "s", members: ["m"] } })).value, false);
    deepStrictEqual(await rendered(served, "s"), ["Set", "Structured", '["m"]']);
    strictEqual((await ask({ type: "KvSetRemove", request: { key: "s", members: ["m"] } })).value, true);

    const members: [string, number][] = [["top", Infinity], ["low", -0.5], ["mid", 1e21]];
    strictEqual((await ask({ type: "KvZSetAdd", request: { key: "z", members } })).value, true);
    deepStrictEqual(await rendered(served, "z"), [
      "SortedSet",
      "Structured",
      '[{"member":"low","score":"-0.5"},{"member":"mid","score":"1e+21"},{"member":"top","score":"inf"}]',
    ]);
    const lower = { type: "KvZSetAdd", request: { key: "z", members: [["low", -1]] as [string, number][] } } as const;
    deepStrictEqual([(await ask(lower)).value, (await ask(lower)).value], [true, false]);
    strictEqual((await ask({ type: "KvZSetRemove", request: { key: "z", members: ["low"] } })).value, true);

    const fields: [string, string][] = [["a", "1"], ["a", "2"]];
    const add = { key: "x", fields, maxlen: { count: 1n, approximate: false } };
    match((await ask({ type: "KvStreamAdd", request: { ...add, id: { type: "Auto" } } })).value, /^\d+-0$/);
    const id = "99999999999999-1";
    strictEqual(
      (await ask({ type: "KvStreamAdd", request: { ...add, id: { type: "Explicit", value: id } } })).value,
      id,
    );
    deepStrictEqual(await rendered(served, "x"), [
      "Stream",
      "Stream",
      `[{"id":"${id}","fields":{"a":"1","[again 1] a":"2"}}]`,
    ]);
    strictEqual((await ask({ type: "KvStreamDelete", request: { key: "x", ids: [id, "1-1"] } })).value, 1n);
  });
}

Deno.test("an element that is not UTF-8 is shown escaped and refused in writes", async () => {
  await using served = await Served.start();
  await served.session.execute({ sql: 'SADD s "\\x00\\xfe"' });
  const escaped = "[not UTF-8] \\x00\\xfe";
  deepStrictEqual(await rendered(served, "s"), ["Set", "Structured", JSON.stringify([escaped])]);
  await rejects(served.ask({ type: "KvSetRemove", request: { key: "s", members: [escaped] } }), {
    code: "InvalidRequest",
    message: `Cannot write value ${escaped}: it is not UTF-8; use a command with "\\x00\\xfe" in the query editor`,
  });
});

Deno.test("an id of a stream that XADD would read as an option is refused, and no entry is removed", async () => {
  await using served = await Served.start();
  await served.session.execute({ sql: "XADD s 1-1 a 1" });
  const fields: [string, string][] = [["0", "*"], ["a", "b"]];
  for (const value of ["MAXLEN", "MINID", "NOMKSTREAM", "", "1-", "-"]) {
    const request = { key: "s", id: { type: "Explicit" as const, value }, fields, maxlen: null };
    await rejects(served.ask({ type: "KvStreamAdd", request }), {
      code: "InvalidRequest",
      message: /is no id of a stream/,
    });
  }
  deepStrictEqual((await served.session.execute({ sql: "XLEN s" })).rows, [[1n]]);
});

Deno.test("a request for another type of key has the server's error", async () => {
  await using served = await Served.start();
  await served.session.execute({ sql: "SET text 1" });
  const message = "WRONGTYPE Operation against a key holding the wrong kind of value";
  await rejects(served.ask({ type: "KvSetAdd", request: { key: "text", members: ["m"] } }), {
    code: "Driver",
    message,
  });
  const nan = { type: "KvZSetAdd", request: { key: "z", members: [["m", NaN]] as [string, number][] } } as const;
  await rejects(served.ask(nan), { code: "InvalidRequest", message: "Cannot add member: its score is not a number" });
});

Deno.test("kvGetKey refuses a collection over the limit, and says how to read a part", async () => {
  await using served = await Served.start();
  await served.session.execute({ sql: "EVAL \"for i=1,100001 do redis.call('RPUSH', 'big', i) end\" 0" });
  await rejects(rendered(served, "big"), {
    message: "Cannot show key big: 100001 elements exceed 100000; use LRANGE",
  });
});
