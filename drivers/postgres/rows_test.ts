import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { LAYOUTS, type SemanticFilter, type TableBrowseRequest, type Value, type WhereOperator } from "@fluxwire/wire";
import { type OpenedSession, Served } from "./testing/served.ts";

const served = await Served.start();
Deno.test.beforeAll(async () => {
  await using opened = await served.open();
  await opened.rows(`CREATE TABLE planet (id int PRIMARY KEY, name text, moons int, tags text[], facts jsonb);
    INSERT INTO planet VALUES (4, 'Mars', 2, '{red,rock}', '{"ring":false}'), (1, 'Mercury', 0, '{rock}', NULL),
      (6, 'Saturn', 146, '{gas,ring}', '{"ring":true}'), (3, 'Earth', 1, '{blue,rock}', '{"life":[1]}'),
      (9, NULL, NULL, NULL, NULL);
    CREATE TABLE keyless (n int, text text); INSERT INTO keyless VALUES (1, 'a'), (1, 'b');
    CREATE SCHEMA postgres; CREATE TABLE postgres.inside (n int)`);
});
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

const PLANET = { name: "planet" };

function page(request: Partial<TableBrowseRequest> = {}): { request: TableBrowseRequest } {
  return {
    request: { table: PLANET, pagination: { type: "Offset", limit: 100, offset: 0n }, orderBy: [], ...request },
  };
}

function is(name: string, operator: WhereOperator, value?: Value): SemanticFilter {
  return { type: "Predicate", field: { type: "Column", name }, operator, value };
}

async function ids(opened: OpenedSession, request: Partial<TableBrowseRequest>): Promise<bigint[]> {
  const { result } = await opened.call("BrowseTable", page(request));
  return result.rows.map(([id]) => id as bigint);
}

for (const layout of LAYOUTS) {
  Deno.test(`BrowseTable gives a page in the order of the key in layout ${layout}`, async () => {
    await using opened = await served.open({ layout });
    const { result } = await opened.call("BrowseTable", page());
    deepStrictEqual(result.rows.map(([id]) => id), [1n, 3n, 4n, 6n, 9n]);
    deepStrictEqual(
      result.columns.map(({ name, nullable, isPrimaryKey }) => [name, nullable, isPrimaryKey]).slice(0, 2),
      [
        ["id", false, true],
        ["name", true, false],
      ],
    );
    const pagination = { type: "Offset" as const, limit: 2, offset: 1n };
    deepStrictEqual(await ids(opened, { pagination }), [3n, 4n]);
    const orderBy = [{ column: { name: "moons" }, direction: "Descending" as const }];
    deepStrictEqual(await ids(opened, { orderBy, filter: "moons > 0 -- many" }), [6n, 4n, 3n]);
    const semanticFilter = is("moons", "Gte", 1n);
    deepStrictEqual(await ids(opened, { semanticFilter, filter: "name <> 'Mars'" }), [3n, 6n]);
    strictEqual((await opened.call("CountTable", { request: { table: PLANET, semanticFilter } })).count, 3n);
    strictEqual((await opened.call("CountTable", { request: { table: PLANET, filter: "id = 9" } })).count, 1n);
  });

  Deno.test(`InsertRow, UpdateRow and DeleteRow give the row back in layout ${layout}`, async () => {
    await using opened = await served.open({ layout });
    const identity = { type: "Composite" as const, columns: ["id"], values: [5n] };
    const insert = {
      table: "planet",
      schema: "public",
      columns: ["id", "name", "tags"],
      values: [5n, "Jupiter", ["gas"]],
    };
    const { result: inserted } = await opened.call("InsertRow", { insert });
    deepStrictEqual([inserted.affectedRows, inserted.returningRow], [1n, [5n, "Jupiter", null, ["gas"], null]]);
    const facts = { type: "Json" as const, value: '{"day": 0.41}' };
    const changes: [string, Value][] = [["moons", 95n], ["facts", facts], ["name", null]];
    const { result: updated } = await opened.call("UpdateRow", { patch: { table: "planet", identity, changes } });
    deepStrictEqual(updated.returningRow, [5n, null, 95n, ["gas"], facts]);
    const { result: deleted } = await opened.call("DeleteRow", { delete: { table: "planet", identity } });
    deepStrictEqual([deleted.affectedRows, deleted.returningRow?.[0]], [1n, 5n]);
    const { result: again } = await opened.call("DeleteRow", { delete: { table: "planet", identity } });
    deepStrictEqual([again.affectedRows, again.returningRow], [0n, null]);
  });
}

const FILTERS: readonly [SemanticFilter, bigint[]][] = [
  [is("moons", "Eq", 2n), [4n]],
  [is("moons", "Ne", 2n), [1n, 3n, 6n]],
  [is("moons", "Lt", 2n), [1n, 3n]],
  [is("moons", "Lte", 2n), [1n, 3n, 4n]],
  [is("moons", "Gt", 2n), [6n]],
  [is("name", "Eq"), [9n]],
  [is("name", "Ne"), [1n, 3n, 4n, 6n]],
  [is("name", "Null"), [9n]],
  [is("name", "Like", "%ar%"), [3n, 4n]],
  [is("name", "ILike", "m%"), [1n, 4n]],
  [is("name", "Regex", "^[MS].*[ny]$"), [1n, 6n]],
  [is("moons", "Like", "1%"), [3n, 6n]],
  [is("id", "In", [1n, 6n]), [1n, 6n]],
  [is("name", "NotIn", ["Mars", "Earth"]), [1n, 6n]],
  [is("tags", "Contains", "ring"), [6n]],
  [is("tags", "ContainsAll", ["rock", "red"]), [4n]],
  [is("tags", "ContainsAny", ["red", "blue"]), [3n, 4n]],
  [is("tags", "Overlap", ["gas"]), [6n]],
  [is("tags", "Size", 1n), [1n]],
  [is("facts", "Contains", { type: "Json", value: '{"ring":true}' }), [6n]],
  [{ type: "Predicate", field: { type: "Path", value: ["facts", "life", "0"] }, operator: "Eq", value: 1n }, [3n]],
  [{ type: "And", value: [is("id", "Gt", 1n), is("tags", "Contains", "rock")] }, [3n, 4n]],
  [{ type: "Or", value: [is("id", "Eq", 1n), is("name", "Null")] }, [1n, 9n]],
  [{ type: "Not", value: is("id", "In", [1n, 3n, 4n]) }, [6n, 9n]],
  [{ type: "And", value: [] }, [1n, 3n, 4n, 6n, 9n]],
  [{ type: "Or", value: [] }, []],
  [is("name", "Eq", "' OR true --"), []],
];

Deno.test("BrowseTable obeys every operator of a filter", async () => {
  await using opened = await served.open();
  for (const [semanticFilter, expected] of FILTERS) {
    const text = JSON.stringify(semanticFilter, (_, value) => typeof value === "bigint" ? String(value) : value);
    deepStrictEqual(await ids(opened, { semanticFilter }), expected, text);
  }
  await rejects(ids(opened, { semanticFilter: is("id", "And", 1n) }), { code: "InvalidRequest" });
  await rejects(ids(opened, { semanticFilter: is("id", "Lt") }), /operator Lt needs a value/);
});

Deno.test("a schema that exists is taken at its word, also if it has the name of the database", async () => {
  await using opened = await served.open();
  const count = async (name: string, schema?: string) =>
    (await opened.call("CountTable", { request: { table: { name, schema } } })).count;
  await opened.rows("SET search_path = public");
  strictEqual(await count("inside", "postgres"), 0n);
  await rejects(count("planet", "postgres"), /No table or view postgres\.planet in database postgres/);
  await rejects(count("inside"), /No table or view inside/);
  await rejects(count("planet", "shop"), /shop\.planet/);
  const identity = { type: "Composite" as const, columns: ["id"], values: [1n] };
  await rejects(
    opened.call("DeleteRow", { delete: { table: "planet", schema: "postgres", identity } }),
    /postgres\.planet/,
  );
  strictEqual(await count("planet"), 5n);
});

Deno.test("the name of the database is no schema for reading, and is refused for writing", async () => {
  await using admin = await served.open();
  await admin.rows("CREATE DATABASE plain");
  await using opened = await served.open({ values: { database: "plain" } });
  await opened.rows("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)");
  strictEqual((await opened.call("CountTable", { request: { table: { name: "t", schema: "plain" } } })).count, 1n);
  const identity = { type: "Composite" as const, columns: ["id"], values: [1n] };
  await rejects(opened.call("DeleteRow", { delete: { table: "t", schema: "plain", identity } }), {
    message: "No table or view plain.t in database plain, which has no schema of its own name",
  });
  deepStrictEqual(await opened.rows("SELECT id FROM t"), [[1n]]);
});

Deno.test("a write that would change two rows changes none, inside a transaction too", async () => {
  await using opened = await served.open();
  const identity = { type: "Composite" as const, columns: ["n"], values: [1n] };
  const patch = { table: "keyless", identity, changes: [["text", "c"]] as [string, Value][] };
  await rejects(opened.call("UpdateRow", { patch }), /its identity is that of 2 rows; nothing was changed/);
  await opened.rows("BEGIN; CREATE TEMP TABLE kept (n int)");
  await rejects(opened.call("DeleteRow", { delete: { table: "keyless", identity } }), { code: "InvalidRequest" });
  deepStrictEqual(await opened.rows("SELECT text FROM keyless ORDER BY text"), [["a"], ["b"]]);
  deepStrictEqual(await opened.rows("SELECT count(*) FROM kept"), [[0n]]);
  await opened.rows("ROLLBACK");
});

Deno.test("a write without a usable identity is refused", async () => {
  await using opened = await served.open();
  const nothing = { type: "Composite" as const, columns: [], values: [] };
  await rejects(opened.call("DeleteRow", { delete: { table: "planet", identity: nothing } }), {
    code: "InvalidRequest",
  });
  const patch = {
    table: "planet",
    identity: { type: "Composite" as const, columns: ["id"], values: [1n] },
    changes: [],
  };
  await rejects(opened.call("UpdateRow", { patch }), /no column is to be changed/);
});

Deno.test("InsertRow fills a row with defaults if no column is given, and keeps the type of a value", async () => {
  await using opened = await served.open();
  await opened.rows("CREATE TABLE filled (id serial PRIMARY KEY, list json DEFAULT '[]')");
  const { result } = await opened.call("InsertRow", { insert: { table: "filled", columns: [], values: [] } });
  deepStrictEqual(result.returningRow, [1n, { type: "Json", value: "[]" }]);
  const insert = { table: "filled", columns: ["list"], values: [[1n, "a"]], columnTypes: ["json"] };
  deepStrictEqual((await opened.call("InsertRow", { insert })).result.returningRow, [2n, {
    type: "Json",
    value: '[1,"a"]',
  }]);
});
