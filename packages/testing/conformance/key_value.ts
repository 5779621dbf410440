/**
 * Checks of key-value stores: each uses keys of its own and removes them afterwards.
 *
 * @module
 */
import type { DriverRequestBody, KeyScanPage, KeyScanRequest, KeySetRequest } from "@fluxwire/wire";
import type { CheckTable } from "./check.ts";
import type { Bench } from "./runner/bench.ts";
import type { HostEnd } from "./runner/host_end.ts";
import { expect, expectSame, rendered, Violation } from "./runner/violation.ts";

const ALL = { includeType: true, includeTtl: true, includeSize: true };
const utf8 = new TextEncoder();

/** The keys of one check. */
class Keys {
  readonly #prefix = `fluxwire:conformance:${crypto.randomUUID().slice(0, 13)}`;

  constructor(readonly end: HostEnd, readonly leftovers: Set<DriverRequestBody>) {}

  /** A key of the check, by a name within it. */
  key(name: string): string {
    return `${this.#prefix}:${name}`;
  }

  /** As {@link key}; the key is removed afterwards. */
  made(name: string): string {
    const key = this.key(name);
    this.leftovers.add({ type: "KvDeleteKey", request: { key } });
    return key;
  }

  async set(name: string, value: Uint8Array | string, more: Partial<KeySetRequest> = {}): Promise<string> {
    const key = this.made(name);
    await this.end.call(this.setBody(key, value, more));
    return key;
  }

  setBody(key: string, value: Uint8Array | string, more: Partial<KeySetRequest> = {}) {
    const bytes = typeof value === "string" ? utf8.encode(value) : value;
    const repr = typeof value === "string" ? "Text" : "Binary";
    return { type: "KvSetKey", request: { key, value: bytes, repr, condition: "Always", ...more } } as const;
  }

  async text(key: string): Promise<string> {
    const { result } = await this.end.call({ type: "KvGetKey", request: { key, ...ALL } });
    return new TextDecoder().decode(result.value);
  }

  async exists(key: string): Promise<boolean> {
    return (await this.end.call({ type: "KvExistsKey", request: { key } })).value;
  }

  async ttl(key: string): Promise<unknown> {
    const { value } = await this.end.call({ type: "KvKeyTtl", request: { key } });
    return jsonOf("time to live", value);
  }

  /** All keys of the check, in pages of one size. */
  async scan(limit: number): Promise<string[]> {
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const request: KeyScanRequest = { cursor, filter: `${this.#prefix}*`, limit };
      const { page }: { page: KeyScanPage } = await this.end.call({ type: "KvScanKeys", request });
      found.push(...page.entries.map(({ key }) => key));
      cursor = page.nextCursor ?? null;
    } while (cursor !== null);
    return found;
  }
}

/** A check with keys of its own. */
const using = (check: (keys: Keys) => Promise<void>) => async (bench: Bench): Promise<void> => {
  const { leftovers } = bench.facts;
  const made = new Set<DriverRequestBody>();
  const end = await bench.session();
  try {
    await check(new Keys(end, made));
    for (const body of made) await end.call(body);
    made.clear();
  } finally {
    for (const body of made) leftovers.add(body);
  }
};

function jsonOf(what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Violation(`Expected the ${what} as JSON, found ${rendered(text)}`);
  }
}

const SET_GET = ["key-value.set-get"], EXISTS = ["key-value.exists"];

/** The checks of key-value stores. */
export const KEY_VALUE_CHECKS: CheckTable = {
  "key-value.set-get": {
    section: "methods",
    suite: "full",
    text: "KvGetKey gives what KvSetKey has set",
    needs: ["envelopes.answer-type"],
    run: using(async (keys) => expectSame("the value to be", await keys.text(await keys.set("a", "one")), "one")),
  },
  "key-value.overwrite": {
    section: "methods",
    suite: "full",
    text: "KvSetKey replaces a value",
    needs: SET_GET,
    run: using(async (keys) => {
      await keys.set("a", "one");
      expectSame("the value to be", await keys.text(await keys.set("a", "two")), "two");
    }),
  },
  "key-value.binary": {
    section: "primitives",
    suite: "full",
    text: "A value of any bytes comes back unchanged",
    needs: SET_GET,
    run: using(async (keys) => {
      const value = Uint8Array.from({ length: 256 }, (_, i) => i);
      const key = await keys.set("a", value);
      const { result } = await keys.end.call({ type: "KvGetKey", request: { key, ...ALL } });
      expectSame("the value to be", result.value.toHex(), value.toHex());
    }),
  },
  "key-value.unicode": {
    section: "primitives",
    suite: "full",
    text: "Key and value beyond ASCII come back unchanged",
    needs: SET_GET,
    run: using(async (keys) =>
      expectSame("the value to be", await keys.text(await keys.set("Zoë 🚀", "漢字")), "漢字")
    ),
  },
  "key-value.empty": {
    section: "methods",
    suite: "full",
    text: "An empty value is a value",
    needs: SET_GET,
    run: using(async (keys) => expectSame("the value to be", await keys.text(await keys.set("a", "")), "")),
  },
  "key-value.entry": {
    section: "methods",
    suite: "full",
    text: "KvGetKey gives the key with its value",
    needs: SET_GET,
    run: using(async (keys) => {
      const key = await keys.set("a", "one");
      const { result: { entry } } = await keys.end.call({ type: "KvGetKey", request: { key, ...ALL } });
      expectSame("the key to be", entry.key, key);
    }),
  },
  "key-value.get-missing": {
    section: "errors",
    suite: "full",
    text: "KvGetKey of a missing key is answered with an error",
    needs: SET_GET,
    run: using(async (keys) =>
      void await keys.end.fails({ type: "KvGetKey", request: { key: keys.key("none"), ...ALL } })
    ),
  },
  "key-value.exists": {
    section: "methods",
    suite: "full",
    text: "KvExistsKey tells existing keys from others",
    needs: SET_GET,
    run: using(async (keys) => {
      expectSame("a key that was set to exist:", await keys.exists(await keys.set("a", "one")), true);
      expectSame("another key to exist:", await keys.exists(keys.key("b")), false);
    }),
  },
  "key-value.delete": {
    section: "methods",
    suite: "full",
    text: "KvDeleteKey removes a key, and says whether it existed",
    needs: EXISTS,
    run: using(async (keys) => {
      const request = { key: await keys.set("a", "one") };
      expectSame("the first answer to be", (await keys.end.call({ type: "KvDeleteKey", request })).value, true);
      expectSame("the key to exist:", await keys.exists(request.key), false);
      expectSame("the second answer to be", (await keys.end.call({ type: "KvDeleteKey", request })).value, false);
    }),
  },
  "key-value.if-absent": {
    section: "methods",
    suite: "full",
    text: "KvSetKey with IfNotExists leaves an existing key alone",
    needs: SET_GET,
    run: using(async (keys) => {
      const key = await keys.set("a", "one");
      await keys.end.ask(keys.setBody(key, "two", { condition: "IfNotExists" }));
      expectSame("the value to be", await keys.text(key), "one");
    }),
  },
  "key-value.if-present": {
    section: "methods",
    suite: "full",
    text: "KvSetKey with IfExists creates no key",
    needs: EXISTS,
    run: using(async (keys) => {
      const key = keys.made("a");
      await keys.end.ask(keys.setBody(key, "two", { condition: "IfExists" }));
      expectSame("the key to exist:", await keys.exists(key), false);
    }),
  },
  "key-value.type": {
    section: "methods",
    suite: "full",
    text: "KvKeyType gives the type of a key as JSON",
    needs: SET_GET,
    run: using(async (keys) => {
      const { value } = await keys.end.call({ type: "KvKeyType", request: { key: await keys.set("a", "one") } });
      expect(/^"[A-Za-z]+"$/.test(value), `Expected a type in quotes, found ${rendered(value)}`);
    }),
  },
  "key-value.no-ttl": {
    section: "methods",
    suite: "full",
    text: "KvKeyTtl of a key without expiry is -1, or null",
    needs: SET_GET,
    run: using(async (keys) => {
      const ttl = await keys.ttl(await keys.set("a", "one"));
      expect(ttl === -1 || ttl === null, `Expected -1 or null, found ${rendered(ttl)}`);
    }),
  },
  "key-value.set-ttl": {
    section: "methods",
    suite: "full",
    text: "KvSetKey sets the requested time to live",
    needs: ["key-value.no-ttl"],
    run: using(async (keys) => {
      const ttl = await keys.ttl(await keys.set("a", "one", { ttlSeconds: 1_000n }));
      expect(typeof ttl === "number" && ttl > 900 && ttl <= 1_000, `Expected about 1000 s, found ${rendered(ttl)}`);
    }),
  },
  "key-value.expire": {
    section: "methods",
    suite: "full",
    text: "KvExpireKey sets a key's expiry, KvPersistKey removes it",
    needs: ["key-value.no-ttl"],
    run: using(async (keys) => {
      const key = await keys.set("a", "one");
      await keys.end.call({ type: "KvExpireKey", request: { key, ttlSeconds: 1_000n } });
      const ttl = await keys.ttl(key);
      expect(typeof ttl === "number" && ttl > 900 && ttl <= 1_000, `Expected about 1000 s, found ${rendered(ttl)}`);
      await keys.end.call({ type: "KvPersistKey", request: { key } });
      const after = await keys.ttl(key);
      expect(after === -1 || after === null, `Expected -1 or null, found ${rendered(after)}`);
    }),
  },
  "key-value.expire-missing": {
    section: "methods",
    suite: "full",
    text: "KvExpireKey of a missing key is false",
    needs: ["key-value.expire"],
    run: using(async (keys) => {
      const request = { key: keys.key("none"), ttlSeconds: 1_000n };
      expectSame("the answer to be", (await keys.end.call({ type: "KvExpireKey", request })).value, false);
    }),
  },
  "key-value.rename": {
    section: "methods",
    suite: "full",
    text: "KvRenameKey keeps the value under another name",
    needs: EXISTS,
    run: using(async (keys) => {
      const fromKey = await keys.set("a", "one"), toKey = keys.made("b");
      await keys.end.call({ type: "KvRenameKey", request: { fromKey, toKey } });
      expectSame("the value to be", await keys.text(toKey), "one");
      expectSame("the former name to exist:", await keys.exists(fromKey), false);
    }),
  },
  "key-value.bulk": {
    section: "methods",
    suite: "full",
    text: "KvBulkGet gives values in the order of the keys, null for missing keys",
    needs: SET_GET,
    run: using(async (keys) => {
      const names = [await keys.set("b", "two"), keys.key("none"), await keys.set("a", "one")];
      const { results } = await keys.end.call({ type: "KvBulkGet", request: { keys: names, ...ALL } });
      const texts = results.map((result) => result === null ? null : new TextDecoder().decode(result.value));
      expectSame("the values to be", rendered(texts), rendered(["two", null, "one"]));
    }),
  },
  "key-value.scan": {
    section: "methods",
    suite: "full",
    text: "KvScanKeys finds the keys of a pattern",
    needs: SET_GET,
    run: using(async (keys) => {
      const made = [await keys.set("a", "one"), await keys.set("b", "two")];
      expectSame("the keys to be", rendered([...new Set(await keys.scan(100))].sort()), rendered(made.sort()));
    }),
  },
  "key-value.scan-pages": {
    section: "methods",
    suite: "full",
    text: "KvScanKeys finds every key in small pages",
    needs: ["key-value.scan"],
    run: using(async (keys) => {
      const made: string[] = [];
      for (const name of ["a", "b", "c", "d", "e"]) made.push(await keys.set(name, name));
      expectSame("the keys to be", rendered([...new Set(await keys.scan(2))].sort()), rendered(made.sort()));
    }),
  },
  "key-value.hash": {
    section: "methods",
    suite: "full",
    text: "A hash takes fields and loses them",
    needs: EXISTS,
    run: using(async (keys) => {
      const key = keys.made("hash");
      await keys.end.call({ type: "KvHashSet", request: { key, fields: [["a", "1"], ["b", "2"]] } });
      const remove = { type: "KvHashDelete" as const, request: { key, fields: ["a"] } };
      expectSame("the first answer to be", (await keys.end.call(remove)).value, true);
      expectSame("the second answer to be", (await keys.end.call(remove)).value, false);
      expectSame("the hash to exist:", await keys.exists(key), true);
    }),
  },
  "key-value.list": {
    section: "methods",
    suite: "full",
    text: "A list takes elements at both ends, changes and loses them",
    needs: EXISTS,
    run: using(async (keys) => {
      const key = keys.made("list");
      await keys.end.call({ type: "KvListPush", request: { key, end: "Tail", values: ["b", "c"] } });
      await keys.end.call({ type: "KvListPush", request: { key, end: "Head", values: ["a"] } });
      await keys.end.call({ type: "KvListSet", request: { key, index: 0n, value: "changed" } });
      const remove = (value: string) => ({ type: "KvListRemove", request: { key, value, count: 0n } }) as const;
      expectSame("removing the former value to be", (await keys.end.call(remove("a"))).value, false);
      expectSame("removing the changed value to be", (await keys.end.call(remove("changed"))).value, true);
    }),
  },
  "key-value.list-range": {
    section: "errors",
    suite: "full",
    text: "An element beyond the end of a list cannot be set",
    needs: ["key-value.list"],
    run: using(async (keys) => {
      const key = keys.made("list");
      await keys.end.call({ type: "KvListPush", request: { key, end: "Tail", values: ["a"] } });
      await keys.end.fails({ type: "KvListSet", request: { key, index: 9n, value: "x" } });
    }),
  },
  "key-value.set": {
    section: "methods",
    suite: "full",
    text: "A set contains a member once",
    needs: EXISTS,
    run: using(async (keys) => {
      const key = keys.made("set"), add = { type: "KvSetAdd" as const, request: { key, members: ["a"] } };
      expectSame("the first answer to be", (await keys.end.call(add)).value, true);
      expectSame("the second answer to be", (await keys.end.call(add)).value, false);
      const remove = { type: "KvSetRemove" as const, request: { key, members: ["a"] } };
      expectSame("removing it to be", (await keys.end.call(remove)).value, true);
    }),
  },
  "key-value.sorted-set": {
    section: "methods",
    suite: "full",
    text: "A sorted set contains a member once",
    needs: EXISTS,
    run: using(async (keys) => {
      const key = keys.made("zset"), members: [string, number][] = [["a", 1.5]];
      const add = { type: "KvZSetAdd", request: { key, members } } as const;
      expectSame("the first answer to be", (await keys.end.call(add)).value, true);
      expectSame("the second answer to be", (await keys.end.call(add)).value, false);
      const remove = { type: "KvZSetRemove" as const, request: { key, members: ["a"] } };
      expectSame("removing it to be", (await keys.end.call(remove)).value, true);
    }),
  },
  "key-value.stream": {
    section: "methods",
    suite: "full",
    text: "A stream gives an entry its id, and removes it by that id",
    needs: EXISTS,
    run: using(async (keys) => {
      const key = keys.made("stream");
      const request = { key, id: { type: "Auto" as const }, fields: [["a", "1"] as [string, string]] };
      const { value: id } = await keys.end.call({ type: "KvStreamAdd", request });
      const { value: removed } = await keys.end.call({ type: "KvStreamDelete", request: { key, ids: [id] } });
      expectSame("the removed entries to be", String(removed), "1");
    }),
  },
  "key-value.wrong-type": {
    section: "errors",
    suite: "full",
    text: "A text cannot be used as a list, and the session lives",
    needs: ["key-value.list"],
    run: using(async (keys) => {
      const key = await keys.set("a", "one");
      await keys.end.fails({ type: "KvListPush", request: { key, end: "Tail", values: ["x"] } });
      expectSame("the value to be", await keys.text(key), "one");
    }),
  },
};
