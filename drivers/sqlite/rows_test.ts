import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { RecordIdentity, TableBrowseRequest, Value } from "@fluxwire/wire";
import { Opened } from "./testing/opened.ts";

async function openNumbers(): Promise<Opened> {
  const opened = await Opened.open();
  await opened.rows(`CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, size REAL NOT NULL);
    INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2.5), (3, 'B', 2.5), (9007199254740993, NULL, 0)`);
  return opened;
}

/** The ids of a page of `t`. */
async function browse(opened: Opened, request: Partial<TableBrowseRequest>): Promise<Value[]> {
  const pagination = { type: "Offset" as const, limit: 100, offset: 0n };
  const table = { name: "t", schema: null };
  const { result } = await opened.call({
    type: "BrowseTable",
    request: { table, pagination, orderBy: [], ...request },
  });
  return result.rows.map(([id]) => id!);
}

function by(...values: Value[]): RecordIdentity {
  return { type: "Composite", columns: ["id", "name"].slice(0, values.length), values };
}

Deno.test("browseTable() pages, orders and filters", async () => {
  await using opened = await openNumbers();
  const table = { name: "t", schema: "main" };
  deepStrictEqual(await browse(opened, { table }), [1n, 2n, 3n, 9007199254740993n]);
  deepStrictEqual(await browse(opened, { pagination: { type: "Offset", limit: 2, offset: 1n } }), [2n, 3n]);
  const column = (name: string) => ({ column: { name, table: null, alias: null } });
  const orderBy = [{ ...column("size"), direction: "Descending" as const }, {
    ...column("id"),
    direction: "Ascending" as const,
  }];
  deepStrictEqual(await browse(opened, { orderBy }), [2n, 3n, 1n, 9007199254740993n]);
  deepStrictEqual(await browse(opened, { filter: "name = 'b' COLLATE NOCASE -- both" }), [2n, 3n]);
  const field = { type: "Column" as const, name: "name" };
  const like = { type: "Predicate" as const, field, operator: "Regex" as const, value: "^[ab]$" };
  deepStrictEqual(await browse(opened, { filter: "id < 3", semanticFilter: like }), [1n, 2n]);
  await rejects(browse(opened, { filter: "1); DELETE FROM t; --" }), {
    code: "InvalidRequest",
    message: "Cannot run statement: there is more than one",
  });
  strictEqual((await browse(opened, {})).length, 4);
});

Deno.test("a row of SQLite is not taken for one whose text a collation makes equal", async () => {
  await using opened = await Opened.open();
  const { session } = opened;
  for (const [collation, one, other] of [["NOCASE", "a", "A"], ["RTRIM", "a", "a "]] as const) {
    const table = collation.toLowerCase(), identity = { type: "Composite" as const, columns: ["k"], values: [one] };
    await opened.rows(
      `CREATE TABLE ${table}(k TEXT COLLATE ${collation}, n INT); INSERT INTO ${table} VALUES ('${other}', 1)`,
    );
    const patch = { table, identity, changes: [["n", 2n]] as [string, Value][] };
    strictEqual((await session.updateRow(patch)).affectedRows, 0n);
    await opened.rows(`INSERT INTO ${table} VALUES ('${one}', 1)`);
    strictEqual((await session.updateRow(patch)).affectedRows, 1n);
    deepStrictEqual(await opened.rows(`SELECT k, n FROM ${table} ORDER BY n`), [[other, 1n], [one, 2n]]);
  }
});

Deno.test("a row of SQLite is not taken for one that took its key, by a collation", async () => {
  await using opened = await Opened.open();
  await opened.rows(
    "CREATE TABLE t(k TEXT COLLATE NOCASE PRIMARY KEY, n INT) WITHOUT ROWID; INSERT INTO t VALUES ('A', 1)",
  );
  const identity = (key: string) => ({ type: "Composite" as const, columns: ["k"], values: [key] });
  const changed = (key: string) => ({ table: "t", identity: identity(key), changes: [["n", 2n]] as [string, Value][] });
  strictEqual((await opened.session.updateRow(changed("a"))).affectedRows, 0n);
  strictEqual((await opened.session.deleteRow({ table: "t", identity: identity("a") })).affectedRows, 0n);
  strictEqual((await opened.session.updateRow(changed("A"))).affectedRows, 1n);
  // Its letters alone may change.
  await opened.session.updateRow({ table: "t", identity: identity("A"), changes: [["k", "a"]] });
  deepStrictEqual(await opened.rows("SELECT * FROM t"), [["a", 2n]]);
});

Deno.test("browseTable() marks key columns, and keeps reals", async () => {
  await using opened = await openNumbers();
  const pagination = { type: "Offset" as const, limit: 1, offset: 0n };
  const { result } = await opened.call({
    type: "BrowseTable",
    request: { table: { name: "t" }, pagination, orderBy: [] },
  });
  deepStrictEqual(result.columns.map((c) => [c.name, c.isPrimaryKey, c.nullable]), [
    ["id", true, false],
    ["name", false, true],
    ["size", false, false],
  ]);
  deepStrictEqual(result.rows, [[1n, "a", 1]]);
});

Deno.test("countTable() counts the rows that match a filter", async () => {
  await using opened = await openNumbers();
  const count = async (filter: string | null) =>
    (await opened.call({ type: "CountTable", request: { table: { name: "t" }, filter } })).count;
  strictEqual(await count(null), 4n);
  strictEqual(await count("size > 1"), 2n);
  await rejects(count("nowhere = 1"), { code: "Driver", message: "no such column: nowhere" });
});

Deno.test("explain() and describeTable() answer as tables", async () => {
  await using opened = await openNumbers();
  const explain = async (query: string | null) =>
    (await opened.call({ type: "Explain", request: { table: { name: "t" }, query } })).result.rows.map((row) => row[3]);
  deepStrictEqual(await explain(null), ["SCAN main.t"]);
  deepStrictEqual(await explain("SELECT * FROM t WHERE id = 1"), ["SEARCH t USING INTEGER PRIMARY KEY (rowid=?)"]);
  await rejects(explain("SELECT 1; DELETE FROM t"), { message: "Cannot run statement: there is more than one" });
  const { result } = await opened.call({ type: "DescribeTable", request: { table: { name: "t" } } });
  deepStrictEqual(result.rows[0], ["id", "INTEGER", false, null, true, null]);
});

Deno.test("insertRow(), updateRow() and deleteRow() give the row back", async () => {
  await using opened = await openNumbers();
  const insert = { table: "t", schema: null, columns: ["name", "size"], values: ["new", 4] };
  const inserted = (await opened.call({ type: "InsertRow", insert })).result;
  deepStrictEqual([inserted.affectedRows, inserted.returningRow], [1n, [9007199254740994n, "new", 4]]);
  const patch = {
    identity: by(9007199254740993n, null),
    table: "t",
    schema: "main",
    changes: [["name", "x"]] as [string, Value][],
  };
  const updated = (await opened.call({ type: "UpdateRow", patch })).result;
  deepStrictEqual([updated.affectedRows, updated.returningRow], [1n, [9007199254740993n, "x", 0]]);
  const deleted = async (identity: RecordIdentity) =>
    (await opened.call({ type: "DeleteRow", delete: { identity, table: "t" } })).result;
  deepStrictEqual((await deleted(by(2n))).returningRow, [2n, "b", 2.5]);
  const again = await deleted(by(2n));
  deepStrictEqual([again.affectedRows, again.returningRow], [0n, null]);
});

Deno.test("updateRow() and deleteRow() change no row if the identity fits several", async () => {
  await using opened = await openNumbers();
  const identity: RecordIdentity = { type: "Composite", columns: ["size"], values: [2.5] };
  const expected = {
    code: "InvalidRequest",
    message: "Cannot write the row: its identity is that of 2 rows; nothing was changed",
  };
  await rejects(opened.call({ type: "DeleteRow", delete: { identity, table: "t" } }), expected);
  const patch = { identity, table: "t", changes: [["name", "x"]] as [string, Value][] };
  await rejects(opened.call({ type: "UpdateRow", patch }), expected);
  deepStrictEqual(await opened.rows("SELECT count(*) FROM t WHERE name = 'x'"), [[0n]]);
  const other: RecordIdentity = { type: "Key", value: "1" };
  await rejects(opened.call({ type: "DeleteRow", delete: { identity: other, table: "t" } }), {
    code: "InvalidRequest",
  });
});
