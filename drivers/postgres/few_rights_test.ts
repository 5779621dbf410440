import { deepStrictEqual, rejects } from "node:assert/strict";
import { Served } from "./testing/served.ts";

const served = await Served.start();
Deno.test.beforeAll(async () => {
  await using admin = await served.open();
  await admin.rows(`CREATE ROLE few LOGIN PASSWORD 'few';
    CREATE TABLE letters (id serial PRIMARY KEY, a text); GRANT INSERT ON letters TO few;
    GRANT USAGE ON SEQUENCE letters_id_seq TO few;
    CREATE TABLE people (id int PRIMARY KEY, name text, salary int); INSERT INTO people VALUES (1, 'a', 9), (2, 'b', 9);
    GRANT SELECT (id, name), INSERT (id, name), UPDATE (name) ON people TO few; GRANT DELETE ON people TO few;
    CREATE TABLE secured (id int PRIMARY KEY, owner name); INSERT INTO secured VALUES (1, 'postgres'), (2, 'few');
    ALTER TABLE secured ENABLE ROW LEVEL SECURITY; GRANT ALL ON secured TO few;
    CREATE POLICY own ON secured USING (owner = current_user) WITH CHECK (true)`);
});
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

const FEW = { user: "few", password: "few" };
const DONE = { affectedRows: 1n, returningRow: null, metadataExtra: null };

function identity(id: bigint) {
  return { type: "Composite" as const, columns: ["id"], values: [id] };
}

Deno.test("a role that may add rows and not read them adds them", async () => {
  await using admin = await served.open();
  await using few = await served.open({ values: FEW });
  const letter = { table: "letters", columns: ["a"], values: ["x"] };
  deepStrictEqual((await few.call("InsertRow", { insert: letter })).result, DONE);
  await few.rows("BEGIN");
  deepStrictEqual((await few.call("InsertRow", { insert: letter })).result, DONE);
  await few.rows("COMMIT");
  deepStrictEqual(await admin.rows("SELECT a FROM letters"), [["x"], ["x"]]);
  const secured = { table: "secured", columns: ["id", "owner"], values: [3n, "postgres"] };
  deepStrictEqual((await few.call("InsertRow", { insert: secured })).result, DONE);
  deepStrictEqual(await admin.rows("SELECT id FROM secured ORDER BY id"), [[1n], [2n], [3n]]);
});

Deno.test("a role that may read some columns changes and removes rows", async () => {
  await using admin = await served.open();
  await using few = await served.open({ values: FEW });
  const patch = { table: "people", identity: identity(1n), changes: [["name", "c"]] as [string, string][] };
  deepStrictEqual((await few.call("UpdateRow", { patch })).result, DONE);
  const insert = { table: "people", columns: ["id", "name"], values: [3n, "d"] };
  deepStrictEqual((await few.call("InsertRow", { insert })).result, DONE);
  const { result } = await few.call("DeleteRow", { delete: { table: "people", identity: identity(2n) } });
  deepStrictEqual(result.affectedRows, 1n);
  deepStrictEqual(await admin.rows("SELECT id, name FROM people ORDER BY id"), [[1n, "c"], [3n, "d"]]);
  const forbidden = { ...patch, changes: [["salary", 10n]] as [string, bigint][] };
  await rejects(few.call("UpdateRow", { patch: forbidden }), /permission denied for table people/);
  const others = { table: "secured", identity: identity(1n) };
  deepStrictEqual((await few.call("DeleteRow", { delete: others })).result.affectedRows, 0n);
});
