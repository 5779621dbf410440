import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { Opened } from "./testing/opened.ts";

Deno.test("the name of the database is no schema for reading, and is refused for writing, in DuckDB", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t (id BIGINT); INSERT INTO t VALUES (1)");
  const table = { name: "t", schema: "memory" };
  strictEqual((await opened.session.call({ type: "CountTable", request: { table } })).count, 1n);
  const identity = { type: "Composite" as const, columns: ["id"], values: [1n] };
  const request = { table: "t", schema: "memory", identity };
  await rejects(opened.session.call({ type: "DeleteRow", delete: request }), /No table or view memory\.t/);
  deepStrictEqual(await opened.rows("SELECT id FROM t"), [[1n]]);
});
