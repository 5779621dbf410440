/**
 * Checks of key-value stores: keys, their values and their times to live.
 *
 * @module
 */
import type { CheckTable } from "./check.ts";
import { ALL_FACTS, using } from "./runner/own_keys.ts";
import { expect, expectSame, rendered } from "./runner/violation.ts";

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
      const { result } = await keys.end.call({ type: "KvGetKey", request: { key, ...ALL_FACTS } });
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
      const { result: { entry } } = await keys.end.call({ type: "KvGetKey", request: { key, ...ALL_FACTS } });
      expectSame("the key to be", entry.key, key);
    }),
  },
  "key-value.get-missing": {
    section: "errors",
    suite: "full",
    text: "KvGetKey of a missing key is answered with an error",
    needs: SET_GET,
    run: using(async (keys) =>
      void await keys.end.fails({ type: "KvGetKey", request: { key: keys.key("none"), ...ALL_FACTS } })
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
      const { results } = await keys.end.call({ type: "KvBulkGet", request: { keys: names, ...ALL_FACTS } });
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
};
