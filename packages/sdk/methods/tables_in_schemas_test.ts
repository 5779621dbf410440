import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { type DataStructure, LAYOUTS, shownTree } from "@fluxwire/wire";
import { defineDriver, type Driver } from "../driver.ts";
import { form } from "../form.ts";
import { ServedDriver } from "../testing/mod.ts";
import { tablesInSchemas } from "./tables_in_schemas.ts";

type Relational = Extract<DataStructure, { type: "Relational" }>;

const tables = [{ name: "planets" }], views = [{ name: "rocky" }];
const LOOSE: Relational = { type: "Relational", databases: [], schemas: [], tables, views };

/** A driver that answers Schema with a structure. */
function driverOf(structure: DataStructure): Driver {
  return defineDriver({
    id: "loose",
    name: "Loose",
    version: "1.0.0",
    description: "Tables outside of schemas",
    kind: "SQLite",
    category: "Relational",
    queryLanguage: "Sql",
    uriScheme: "loose",
    form: form({}),
    open: () => ({ schema: () => structure }),
  });
}

for (const layout of LAYOUTS) {
  Deno.test(`a served driver's tables outside of schemas are in DBFlux's tree, layout ${layout}`, async () => {
    await using served = await ServedDriver.start(driverOf(LOOSE));
    const session = await served.open({}, { layout });
    const { structure } = await session.schema();
    const { nodes: [schema], empty } = shownTree(structure);
    strictEqual(empty, null);
    strictEqual(schema?.name, "main");
    deepStrictEqual(
      schema.children.slice(0, 2).map(({ children }) => children.map(({ name }) => name)),
      [["planets"], ["rocky"]],
    );
  });
}

/** The names of schemas with those of their tables and views. */
function namesOf(structure: DataStructure): [string, ...string[]][] {
  const { schemas, tables, views } = structure as Relational;
  deepStrictEqual([tables, views], [[], []]);
  return schemas.map(({ name, tables, views }) => [name, ...[...tables, ...views].map(({ name }) => name)]);
}

Deno.test("tablesInSchemas() names the schema after the current database, else main", () => {
  const databases = [{ name: "a", isCurrent: false }, { name: "b", isCurrent: true }];
  deepStrictEqual(namesOf(tablesInSchemas({ ...LOOSE, databases })), [["b", "planets", "rocky"]]);
  deepStrictEqual(namesOf(tablesInSchemas({ ...LOOSE, databases, currentDatabase: "c" })), [["c", "planets", "rocky"]]);
  deepStrictEqual(namesOf(tablesInSchemas({ ...LOOSE, currentDatabase: "" })), [["main", "planets", "rocky"]]);
});

Deno.test("tablesInSchemas() keeps every schema, and every table once", () => {
  const main = { name: "main", tables: [{ name: "planets", columns: [] }], views: [], customTypes: [] };
  const structure = {
    ...LOOSE,
    schemas: [{ name: "other", tables: [], views: [] }, main],
    tables: [...tables, { name: "moons" }, { name: "logs", schema: "audit" }],
  };
  const before = structuredClone(structure);
  const moved = tablesInSchemas(structure) as Relational;
  deepStrictEqual(namesOf(moved), [["other"], ["main", "planets", "moons", "rocky"], ["audit", "logs"]]);
  deepStrictEqual(moved.schemas[1]?.tables[0], main.tables[0]);
  deepStrictEqual(moved.schemas[1]?.customTypes, []);
  deepStrictEqual(structure, before);
});

Deno.test("tablesInSchemas() returns structures without loose tables unchanged", () => {
  const empty: Relational = { ...LOOSE, tables: [], views: [] };
  const keys: DataStructure = { type: "KeyValue", keyspaces: [] };
  for (const structure of [empty, keys]) strictEqual(tablesInSchemas(structure), structure);
});

Deno.test("tablesInSchemas() keeps two schemas of one name", () => {
  const schemas = [{ name: "main", tables: [{ name: "moons" }], views: [] }, { name: "main", tables: [], views: [] }];
  deepStrictEqual(namesOf(tablesInSchemas({ ...LOOSE, schemas })), [["main", "moons"], ["main", "planets", "rocky"]]);
});

Deno.test("a schema without a required member is refused, naming its place", async () => {
  const missing: readonly (readonly [unknown, string])[] = [
    [undefined, "body.schema.structure"],
    [{ type: "Relational", tables }, "body.schema.structure.databases"],
    [{ ...LOOSE, schemas: [{ name: "main" }] }, "body.schema.structure.schemas[0].tables"],
  ];
  for (const [structure, place] of missing) {
    await using served = await ServedDriver.start(driverOf(structure as DataStructure));
    const session = await served.open();
    await rejects(session.schema(), { code: "Driver", message: new RegExp(` in ${RegExp.escape(place)}$`) });
  }
});
