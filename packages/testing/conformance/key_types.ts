/**
 * Checks of keys whose values have parts: hashes, lists, sets, sorted sets and streams.
 *
 * @module
 */
import type { CheckTable } from "./check.ts";
import { using } from "./runner/own_keys.ts";
import { expectSame } from "./runner/violation.ts";

const EXISTS = ["key-value.exists"];

/** The checks of hashes, lists, sets and streams. */
export const KEY_TYPE_CHECKS: CheckTable = {
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
