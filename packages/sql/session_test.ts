import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { TableInfo, Value } from "@fluxwire/sdk";
import { SQL_METHODS } from "./mod.ts";
import { MEMORY_DIALECT, MemoryDatabase } from "./testing/memory_database.ts";

const T = "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT NOT NULL, b AS (a || '!') STORED); " +
  "INSERT INTO t(id, a) VALUES (2, 'y'), (1, 'x')";

const FIRST = { type: "Offset", limit: 1, offset: 0n } as const;

Deno.test("sqlSession() has every method of SQL_METHODS", () => {
  using db = new MemoryDatabase(T);
  deepStrictEqual(Object.keys(db.session).toSorted(), [...SQL_METHODS].toSorted());
});

Deno.test("browseTable() pages in the order of the key, and says what the catalog knows of the columns", async () => {
  using db = new MemoryDatabase(T);
  const page = await db.session.browseTable({ table: { name: "t" }, pagination: FIRST, orderBy: [] }, db.context);
  deepStrictEqual(page.rows, [[1, "x", "x!"]]);
  deepStrictEqual(
    page.columns!.map((one) => typeof one === "string" ? one : [one.name, one.nullable, one.primaryKey]),
    [
      ["id", true, true],
      ["a", false, false],
      ["b", true, false],
    ],
  );
});

Deno.test("browseTable() orders rows by the key that are equal in the order of the request", async () => {
  using db = new MemoryDatabase(
    "CREATE TABLE t(k TEXT PRIMARY KEY, n); INSERT INTO t VALUES ('c', 1), ('b', 1), ('a', 0)",
  );
  const page = async (name: string, direction: "Ascending" | "Descending"): Promise<unknown> =>
    (await db.session.browseTable({
      table: { name: "t" },
      pagination: { type: "Offset", limit: 3, offset: 0n },
      orderBy: [{ column: { name }, direction }],
    }, db.context)).rows;
  deepStrictEqual(await page("n", "Descending"), [["b", 1], ["c", 1], ["a", 0]]);
  deepStrictEqual(await page("k", "Descending"), [["c", 1], ["b", 1], ["a", 0]]);
  strictEqual(db.texts.at(-1), 'SELECT * FROM "t" ORDER BY "k" DESC LIMIT 3 OFFSET 0');
});

Deno.test("countTable() keeps a comment in the user's filter from hiding the rest", async () => {
  using db = new MemoryDatabase(T);
  const tree = { type: "Predicate", field: { type: "Column", name: "a" }, operator: "Eq", value: "x" } as const;
  const count = (filter: string) =>
    db.session.countTable({ table: { name: "t" }, filter, semanticFilter: tree }, db.context);
  strictEqual(await count("id > 0 -- all"), 1n);
  strictEqual(await count("  "), 1n);
  strictEqual(db.texts[0], `SELECT count(*) FROM "t" WHERE ("a" = ?1) AND (id > 0 -- all\n)`);
});

Deno.test("browseTable() shows and compares columns as the catalog says", async () => {
  using db = new MemoryDatabase("CREATE TABLE h(a, b); INSERT INTO h VALUES ('x', 1), ('X', 2)");
  using other = new MemoryDatabase("SELECT 1", {
    catalog: {
      ...db.catalog,
      columns: () =>
        Promise.resolve([
          {
            name: "a",
            typeName: "",
            nullable: true,
            isPrimaryKey: false,
            shown: "hex({column})",
            compared: "lower({column})",
          },
          { name: "b", typeName: "", nullable: true, isPrimaryKey: false },
        ]),
    },
    run: ({ text }) => Promise.resolve({ columns: ["a", "b"], rows: [[text, 0n]] }),
  });
  const tree = { type: "Predicate", field: { type: "Column", name: "a" }, operator: "Eq", value: "x" } as const;
  const request = { table: { name: "h" }, pagination: FIRST, orderBy: [], semanticFilter: tree };
  const { rows } = await other.session.browseTable(request, other.context);
  const text = `SELECT hex("a") AS "a", "b" FROM "h" WHERE (lower("a") = ?1) LIMIT 1 OFFSET 0`;
  deepStrictEqual(rows, [[text, 0n]]);
});

Deno.test("execute() refuses a NUL and descriptions, and passes on what the request says", async () => {
  using db = new MemoryDatabase(T);
  const { session, context } = db;
  const request = { limit: null, offset: null, database: null };
  await rejects(async () => await session.execute({ sql: "SELECT 1\0", params: [], ...request }, context), {
    code: "InvalidRequest",
    message: "Cannot run statement: it has a NUL character",
  });
  const params: Value[] = [{ type: "Unsupported", value: "a map" }];
  await rejects(async () => await session.execute({ sql: "SELECT ?1", params, ...request }, context), {
    code: "InvalidRequest",
  });
  deepStrictEqual((await session.execute({ sql: "SELECT ?1", params: [7n], ...request }, context))!.rows, [[7]]);
});

Deno.test("no method looks for a table whose name would be cut", async () => {
  using db = new MemoryDatabase(`${T}; CREATE TABLE ${"n".repeat(8)}(a)`, {
    dialect: { ...MEMORY_DIALECT, maxNameBytes: 8 },
  });
  const { session, context } = db, identity = { type: "Composite" as const, columns: ["a"], values: [1n] };
  for (const name of ["t\0x", "n".repeat(9)]) {
    const calls = [
      () => session.countTable({ table: { name } }, context),
      () => session.deleteRow({ table: name, identity }, context),
      () => session.tableDetails({ database: "main", schema: null, table: name }, context),
      () => session.generateCode({ generatorId: "drop_table", table: { name } as TableInfo }, context),
    ];
    for (const call of calls) {
      await rejects(async () => await call(), { code: "InvalidRequest", message: /^Cannot use (a|the) name/ });
    }
  }
  deepStrictEqual(db.texts, []);
});

Deno.test("generateCode() makes statements that run, with hostile names and generated columns", async () => {
  const evil = `x"\n;DROP TABLE y; --`, quoted = `"${evil.replaceAll('"', '""')}"`;
  using db = new MemoryDatabase(
    `CREATE TABLE ${quoted}(${quoted} INTEGER PRIMARY KEY, b AS (1) STORED, c AS (2) VIRTUAL, "a*/ 1); DROP" TEXT)`,
  );
  db.exec("CREATE TABLE y(a)");
  const { session, context } = db;
  const generate = (generatorId: string) =>
    session.generateCode({ generatorId, table: { name: evil } as TableInfo }, context);
  for (const id of ["select", "insert", "update", "delete", "drop_table"]) db.exec(await generate(id));
  deepStrictEqual(db.rows("SELECT name FROM sqlite_schema"), [["y"]]);
});

Deno.test("generateCode() refuses an unknown generator and one for the other kind of relation", async () => {
  using db = new MemoryDatabase(`${T}; CREATE VIEW v AS SELECT 1`);
  const generate = async (generatorId: string, name: string) =>
    await db.session.generateCode({ generatorId, table: { name } as TableInfo }, db.context);
  await rejects(generate("nothing", "t"), /no generator nothing; there are select, insert/);
  await rejects(generate("drop_view", "t"), /Cannot generate DROP VIEW: t is a table/);
  await rejects(generate("insert", "v"), /Cannot generate INSERT: v is a view/);
  await rejects(generate("select", "none"), { code: "Driver", message: "No table or view none" });
});

Deno.test("tableDetails() and describeTable() list the columns", async () => {
  using db = new MemoryDatabase(T);
  const place = { database: "main", schema: null, table: "t" };
  const { columns } = await db.session.tableDetails(place, db.context);
  deepStrictEqual(columns!.map(({ name, typeName }) => [name, typeName]), [["id", "INTEGER"], ["a", "TEXT"], [
    "b",
    "",
  ]]);
  const described = await db.session.describeTable({ table: { name: "t" } }, db.context);
  deepStrictEqual([...described.rows as unknown[][]][1], ["a", "TEXT", false, null, false, undefined]);
});
