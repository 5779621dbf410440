import { deepStrictEqual, rejects } from "node:assert/strict";
import type { Context } from "@fluxwire/sdk";
import type { CatalogQueries } from "./catalog_queries.ts";
import type { CatalogRow } from "./catalog_read.ts";
import { statementsOf } from "./definition.ts";
import { queriedCatalog } from "./queried_catalog.ts";
import { raw } from "./sql.ts";

const CONTEXT = {} as Context;
const SCOPE = { database: null, schema: "s", table: null };

/** A catalog whose queries are names of these rows. */
function catalogOf(rows: Readonly<Record<string, readonly CatalogRow[]>>, changes: Partial<CatalogQueries> = {}) {
  const asked: (string | null | undefined)[] = [];
  const queries = Object.fromEntries(Object.keys(rows).map((own) => [own, () => raw(own)]));
  const catalog = queriedCatalog((statement, _, database) => {
    asked.push(database);
    return Promise.resolve(rows[String(statement.pieces[0])]!);
  }, { ...queries, ...changes } as unknown as CatalogQueries);
  return { catalog, asked };
}

Deno.test("queriedCatalog() takes flags and lists in the forms that databases have", async () => {
  const forms: CatalogRow[] = [[true, ["a", "b"]], [1n, '["a","b"]'], [1, ["a", "b"]], ["t", '["a","b"]']];
  const { catalog } = catalogOf({
    indexes: [...forms.map(([flag, list]): CatalogRow => ["i", "t", list, flag, false]), [
      "i",
      "t",
      null,
      "f",
      0n,
    ]],
  });
  deepStrictEqual(await catalog.indexes(SCOPE, CONTEXT), [
    ...forms.map(() => ({ name: "i", tableName: "t", columns: ["a", "b"], isUnique: true, isPrimary: false })),
    { name: "i", tableName: "t", columns: [], isUnique: false, isPrimary: false },
  ]);
});

Deno.test("queriedCatalog() gives no keys, indexes, constraints and types without their queries", async () => {
  const { catalog, asked } = catalogOf({});
  const relation = { database: null, schema: "s", name: "t", isView: false, sql: raw("t") };
  deepStrictEqual(await catalog.foreignKeys(SCOPE, CONTEXT), []);
  deepStrictEqual(await catalog.indexes(SCOPE, CONTEXT), []);
  deepStrictEqual(await catalog.constraints(relation, CONTEXT), []);
  deepStrictEqual(await catalog.types(SCOPE, CONTEXT), []);
  deepStrictEqual(asked, []);
});

Deno.test("queriedCatalog() asks in the database of the request, and says where it looked", async () => {
  const { catalog, asked } = catalogOf({ relation: [] }, { placeOf: ({ database }) => `in ${database}` });
  await rejects(catalog.relation({ database: "shop", schema: "s", name: "t" }, CONTEXT), {
    code: "Driver",
    message: "No table or view s.t in shop",
  });
  deepStrictEqual(asked, ["shop"]);
});

Deno.test("queriedCatalog() keeps empty schemas, and names the databases that are there for an unknown one", async () => {
  const rows = { schemas: [["a", "t", false], ["a", "v", true], ["b", null, null]], databases: [["one", true]] };
  const { catalog } = catalogOf(rows);
  deepStrictEqual(await catalog.schemas(null, CONTEXT), [
    { name: "a", tables: [{ name: "t", schema: "a" }], views: [{ name: "v", schema: "a" }], customTypes: null },
    { name: "b", tables: [], views: [], customTypes: null },
  ]);
  const { catalog: empty } = catalogOf({ ...rows, schemas: [] });
  await rejects(empty.schemas("two", CONTEXT), { code: "Driver", message: "No database two: there are one" });
});

Deno.test("statementsOf() refuses a text that is not shown exactly", async () => {
  const target = {
    relation: { database: null, schema: null, name: "t", isView: false, sql: raw("t") },
    context: CONTEXT,
  };
  const read = (cell: CatalogRow[0]) => () => Promise.resolve([[cell]]);
  deepStrictEqual(await statementsOf(read("CREATE TABLE t ()"), target, [raw("a"), raw("b")]), [
    "CREATE TABLE t ()",
    "CREATE TABLE t ()",
  ]);
  const described = { type: "Unsupported", value: "text that is not valid" } as const;
  await rejects(statementsOf(read(described), target, [raw("a")]), /the text that the database keeps is not valid/);
});
