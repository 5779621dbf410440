import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { parseKeyspaceInfo, toDatabaseNumber } from "./keyspaces.ts";
import { Served } from "./testing/served.ts";

for (const layout of LAYOUTS) {
  Deno.test(`databases are listed, counted and chosen in layout ${layout}`, async () => {
    await using served = await Served.start({ layout, values: { database: "2" } });
    await served.session.execute({ sql: "SET a 1\nSET b 2 EX 100" });

    const { structure } = await served.session.schema();
    if (structure.type !== "KeyValue") throw new Error(structure.type);
    strictEqual(structure.currentKeyspace, 2);
    const counts = structure.keyspaces.map(({ dbIndex, keyCount }) => [dbIndex, keyCount]);
    deepStrictEqual([counts.length, counts[0], counts[2]], [16, [0, 0n], [2, 2n]]);

    const databases = await served.session.listDatabases();
    deepStrictEqual([databases.length, databases[2]], [16, { name: "db2", isCurrent: true }]);

    strictEqual(await served.session.activeDatabase(), "db2");
    await served.session.setActiveDatabase({ database: "db5" });
    strictEqual(await served.session.activeDatabase(), "db5");
    deepStrictEqual(await served.rows("DBSIZE"), [[0n]]);
    await served.session.setActiveDatabase({ database: null });
    deepStrictEqual(await served.rows("DBSIZE"), [[2n]]);
    await rejects(served.session.setActiveDatabase({ database: "db16" }), {
      message: /^Cannot use database 16: ERR DB index/,
    });

    const { schema } = await served.ask({ type: "SchemaForDatabase", database: "db3" });
    deepStrictEqual([schema.name, schema.tables, schema.views], ["db3", [], []]);
    await served.session.ping();
  });
}

Deno.test("listing works for a user without the rights to INFO and CONFIG", async () => {
  await using served = await Served.start({ config: ["user default on nopass ~* +@all -info -config"] });
  await served.session.setActiveDatabase({ database: "db3" });
  const { structure } = await served.session.schema();
  if (structure.type !== "KeyValue") throw new Error(structure.type);
  deepStrictEqual(structure.keyspaces.map(({ dbIndex, keyCount }) => [dbIndex, keyCount]), [
    [0, null],
    [1, null],
    [2, null],
    [3, null],
  ]);
});

Deno.test("listing leaves out empty databases with high numbers", async () => {
  await using served = await Served.start({ config: ["databases 10000"] });
  await served.session.setActiveDatabase({ database: "db9999" });
  const names = (await served.session.listDatabases()).map(({ name }) => name);
  deepStrictEqual([names.length, names.at(-1)], [65, "db9999"]);
});

Deno.test("parseKeyspaceInfo() reads counts and average times to live", () => {
  const info = parseKeyspaceInfo(
    "# Keyspace\r\ndb0:keys=5,expires=1,avg_ttl=61000\r\ndb12:keys=1,expires=0,avg_ttl=0\r\n",
  );
  deepStrictEqual([...info.values()], [
    { dbIndex: 0, keyCount: 5n, memoryBytes: null, avgTtlSeconds: 61n },
    { dbIndex: 12, keyCount: 1n, memoryBytes: null, avgTtlSeconds: null },
  ]);
});

Deno.test("toDatabaseNumber() accepts a number with and without db", async () => {
  deepStrictEqual([toDatabaseNumber("db7"), toDatabaseNumber("7")], [7, 7]);
  const expected = { code: "InvalidRequest", message: 'Cannot use database "main": expected db and a number' };
  await rejects(async () => await toDatabaseNumber("main"), expected);
});

Deno.test("a node of a cluster has one database", async () => {
  await using served = await Served.start({ config: ["cluster-enabled yes"] });
  deepStrictEqual(await served.session.listDatabases(), [{ name: "db0", isCurrent: true }]);
});
