import { deepStrictEqual } from "node:assert/strict";
import { toAddress } from "./address.ts";
import { RedisConnection } from "./connection.ts";
import { driver } from "./driver.ts";
import { readEntries, toKeyType } from "./key_facts.ts";
import { readValue } from "./key_value.ts";
import { RedisServer } from "./testing/redis_server.ts";
import { valuesFor } from "./testing/served.ts";

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

Deno.test("readEntries() and readValue() have nothing of a key that ended after it was listed", async () => {
  await using server = await RedisServer.start();
  const reading = driver.definition.form.read(new Map(Object.entries(valuesFor(server))));
  if ("problems" in reading) throw new Error("the form was not read");
  const { signal } = new AbortController();
  const address = await toAddress(reading.values as Parameters<typeof toAddress>[0], null);
  const connection = await RedisConnection.open(address, signal);
  try {
    await connection.call(["SET", "lives", "1"], { signal });
    const names = ["ended", "lives"].map((name) => new TextEncoder().encode(name));
    const wanted = { includeType: true, includeTtl: true, includeSize: false };
    deepStrictEqual(await readEntries(connection, names, wanted, { signal }), [
      null,
      { key: "lives", keyType: "String", ttlSeconds: null, sizeBytes: null },
    ]);
    for (const type of ["String", "Hash", "List", "Set", "SortedSet"] as const) {
      deepStrictEqual(await readValue(connection, names[0]!, type, { signal }), null);
    }
  } finally {
    await connection.close();
  }
});
