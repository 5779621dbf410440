import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { Opened } from "./testing/opened.ts";

Deno.test("a statement for another database than the active one is refused, and ATTACH and USE lead to it", async () => {
  await using opened = await Opened.open();
  const { session } = opened;
  await opened.rows(
    "CREATE TABLE t AS SELECT 1 AS a; ATTACH ':memory:' AS other; CREATE TABLE other.t AS SELECT 2 AS a",
  );
  deepStrictEqual(await session.listDatabases(), [{ name: "memory", isCurrent: true }, {
    name: "other",
    isCurrent: false,
  }]);
  deepStrictEqual((await session.execute({ sql: "FROM t", database: "memory" })).rows, [[1n]]);
  await rejects(session.execute({ sql: "FROM t", database: "other" }), {
    code: "InvalidRequest",
    message: "Cannot run statement in database other: memory is active; change that first, or write other.schema.table",
  });
  await opened.rows("USE other");
  strictEqual(await session.activeDatabase(), "other");
  deepStrictEqual((await session.execute({ sql: "FROM t", database: "other" })).rows, [[2n]]);
  const table = { name: "t", schema: "main" }, pagination = { type: "Offset", limit: 9, offset: 0n } as const;
  deepStrictEqual((await session.browseTable({ table, pagination, orderBy: [] })).rows, [[2n]]);
  await session.setActiveDatabase({ database: "memory" });
  deepStrictEqual((await session.browseTable({ table, pagination, orderBy: [] })).rows, [[1n]]);
  await rejects(session.setActiveDatabase({ database: "nowhere" }), { code: "Driver" });
});

Deno.test("a database of DuckDB is chosen also beside a schema of its name, and a schema is no database", async () => {
  await using opened = await Opened.open();
  const { session } = opened;
  await opened.rows("CREATE SCHEMA other; CREATE TABLE other.t AS SELECT 1 AS a; CREATE TABLE t AS SELECT 1 AS a");
  await rejects(session.setActiveDatabase({ database: "other" }), { code: "Driver", message: /other/ });
  await opened.rows("ATTACH ':memory:' AS other; CREATE TABLE other.main.t AS SELECT 1 AS a");
  await session.setActiveDatabase({ database: "other" });
  strictEqual(await session.activeDatabase(), "other");
  const identity = { type: "Composite" as const, columns: ["a"], values: [1n] };
  await session.updateRow({ table: "t", identity, changes: [["a", 2n]] });
  deepStrictEqual(await opened.rows("FROM memory.main.t UNION ALL FROM memory.other.t UNION ALL FROM other.main.t"), [
    [1n],
    [1n],
    [2n],
  ]);
});

Deno.test("a failed transaction is rolled back also by a statement that names its database", async () => {
  await using opened = await Opened.open();
  await opened.rows("BEGIN");
  await rejects(opened.rows("FROM nowhere"), { code: "Driver" });
  await opened.session.execute({ sql: "ROLLBACK", database: "memory" });
  deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
});

Deno.test("a COMMIT that DuckDB takes for a ROLLBACK is an error", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE changed (n INT PRIMARY KEY)");
  const script = "END; INSERT INTO changed VALUES (2); FROM nowhere";
  for (const text of ["COMMIT", "/* all */ end", "; COMMIT", "/* /* a */ */ COMMIT", script]) {
    await opened.rows("BEGIN; INSERT INTO changed VALUES (1)");
    await rejects(opened.rows("INSERT INTO changed VALUES (1)"), /Constraint Error/);
    // It leaves the transaction open.
    await rejects(opened.rows("BEGIN"), /transaction is aborted/);
    await rejects(opened.rows(text), { code: "Driver", message: /^The transaction was rolled back, not committed: / });
    deepStrictEqual(await opened.rows("SELECT n FROM changed"), []);
  }
});

Deno.test("a table without a schema is the first one on the user's search path", async () => {
  await using opened = await Opened.open();
  await opened.rows(`CREATE TABLE twice AS SELECT 1 AS a; CREATE TABLE in_main AS SELECT 1 AS a; CREATE SCHEMA s;
    CREATE TABLE s.twice AS FROM range(2); CREATE TABLE s.in_s AS FROM range(3)`);
  const count = (name: string): Promise<bigint> => opened.session.countTable({ table: { name } });
  strictEqual(await count("twice"), 1n);
  await rejects(count("in_s"), { message: "No table or view in_s" });
  await opened.rows("SET search_path = 's,main'");
  deepStrictEqual([await count("twice"), await count("in_s"), await count("in_main")], [2n, 3n, 1n]);
  await opened.rows("CREATE TEMP TABLE twice AS FROM range(9)");
  strictEqual(await count("twice"), 9n);
  // The list of a database's tables has no temporary ones: its table is meant.
  strictEqual(await opened.session.countTable({ table: { name: "twice", schema: "main" } }), 1n);
  await opened.rows("CREATE TEMP TABLE alone AS FROM range(5)");
  strictEqual(await opened.session.countTable({ table: { name: "alone", schema: "main" } }), 5n);
});
