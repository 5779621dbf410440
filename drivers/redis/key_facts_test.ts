import { deepStrictEqual } from "node:assert/strict";
import { toKeyType } from "./key_facts.ts";

Deno.test("toKeyType() knows the types of Redis, and calls those of modules Unknown", () => {
  const types = ["string", "hash", "list", "set", "zset", "stream", "ReJSON-RL", "constructor", "none"];
  deepStrictEqual(types.map((name) => toKeyType(new TextEncoder().encode(name))), [
    "String",
    "Hash",
    "List",
    "Set",
    "SortedSet",
    "Stream",
    "Unknown",
    "Unknown",
    null,
  ]);
});
