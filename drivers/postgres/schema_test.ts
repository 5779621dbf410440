import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { Served } from "./testing/served.ts";

const DEFINITIONS = `
  CREATE SCHEMA shop;
  CREATE TYPE shop.state AS ENUM ('new', 'paid');
  CREATE DOMAIN shop.price AS numeric(10,2) CHECK (VALUE >= 0);
  CREATE TYPE shop.size AS (width int, height int);
  CREATE TABLE shop.customer (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "E-Mail" varchar(80) NOT NULL UNIQUE);
  CREATE TABLE shop.item (
    customer int NOT NULL REFERENCES shop.customer ON DELETE CASCADE,
    line int NOT NULL,
    state shop.state DEFAULT 'new',
    price shop.price,
    twice numeric GENERATED ALWAYS AS (price * 2) STORED,
    during tstzrange,
    PRIMARY KEY (line, customer),
    CONSTRAINT sensible CHECK (line > 0),
    CONSTRAINT apart EXCLUDE USING gist (during WITH &&)
  );
  CREATE INDEX by_state ON shop.item (state, lower(price::text)) INCLUDE (line);
  CREATE FUNCTION shop.nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER watch BEFORE UPDATE ON shop.item FOR EACH ROW EXECUTE FUNCTION shop.nothing();
  CREATE VIEW shop.paid AS SELECT * FROM shop.item WHERE state = 'paid';
  CREATE MATERIALIZED VIEW shop.summary AS SELECT count(*) FROM shop.item;
  COMMENT ON COLUMN shop.customer.id IS 'Who';
  CREATE DATABASE other`;

const served = await Served.start();
Deno.test.beforeAll(async () => {
  await using opened = await served.open();
  for (const statement of DEFINITIONS.split(/;(?= *\n)/)) await opened.rows(statement);
  await using other = await served.open({ values: { database: "other" } });
  await other.rows("CREATE TABLE far (n int PRIMARY KEY); CREATE VIEW away AS SELECT * FROM far");
});
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

const PLACE = { database: "postgres", schema: "shop" };

for (const layout of LAYOUTS) {
  Deno.test(`Schema lists databases, schemas, tables and views in layout ${layout}`, async () => {
    await using opened = await served.open({ layout });
    const { structure } = await opened.session.schema();
    ok(structure.type === "Relational");
    deepStrictEqual(structure.databases, [{ name: "other", isCurrent: false }, { name: "postgres", isCurrent: true }]);
    strictEqual(structure.currentDatabase, "postgres");
    deepStrictEqual(structure.schemas.map(({ name }) => name), ["public", "shop"]);
    const { tables, views } = structure.schemas[1]!;
    deepStrictEqual(tables.map(({ name, schema }) => [schema, name]), [["shop", "customer"], ["shop", "item"]]);
    deepStrictEqual(views, [{ name: "paid", schema: "shop" }, { name: "summary", schema: "shop" }]);
  });

  Deno.test(`TableDetails has columns, keys and constraints in layout ${layout}`, async () => {
    await using opened = await served.open({ layout });
    const { table } = await opened.call("TableDetails", { ...PLACE, table: "item" });
    const columns = table.columns!.map((column) => [
      ...[column.name, column.typeName, column.nullable, column.isPrimaryKey, column.defaultValue, column.enumValues],
    ]);
    deepStrictEqual(columns, [
      ["customer", "integer", false, true, null, null],
      ["line", "integer", false, true, null, null],
      ["state", "shop.state", true, false, "'new'::shop.state", ["new", "paid"]],
      ["price", "shop.price", true, false, null, null],
      ["twice", "numeric", true, false, "GENERATED ALWAYS AS (((price)::numeric * (2)::numeric)) STORED", null],
      ["during", "tstzrange", true, false, null, null],
    ]);
    deepStrictEqual(table.foreignKeys, [{
      name: "item_customer_fkey",
      columns: ["customer"],
      referencedTable: "customer",
      referencedSchema: "shop",
      referencedColumns: ["id"],
      onDelete: "CASCADE",
      onUpdate: "NO ACTION",
    }]);
    deepStrictEqual(table.constraints, [
      { name: "apart", kind: "Exclusion", columns: ["during"], checkClause: null },
      { name: "sensible", kind: "Check", columns: ["line"], checkClause: "(line > 0)" },
    ]);
  });

  Deno.test(`SchemaTypes, SchemaIndexes and SchemaForeignKeys list those of a schema in layout ${layout}`, async () => {
    await using opened = await served.open({ layout });
    deepStrictEqual((await opened.call("SchemaTypes", PLACE)).types, [
      { name: "price", schema: "shop", kind: "Domain", enumValues: null, baseType: "numeric(10,2)" },
      { name: "size", schema: "shop", kind: "Composite", enumValues: null, baseType: null },
      { name: "state", schema: "shop", kind: "Enum", enumValues: ["new", "paid"], baseType: null },
    ]);
    const { indexes } = await opened.call("SchemaIndexes", PLACE);
    deepStrictEqual(indexes.map((index) => Object.values(index)), [
      ["customer_E-Mail_key", "customer", ["E-Mail"], true, false],
      ["customer_pkey", "customer", ["id"], true, true],
      ["apart", "item", ["during"], false, false],
      ["by_state", "item", ["state", "lower(price::text)"], false, false],
      ["item_pkey", "item", ["line", "customer"], true, true],
    ]);
    const { foreignKeys } = await opened.call("SchemaForeignKeys", PLACE);
    deepStrictEqual(foreignKeys.map(({ tableName, columns }) => [tableName, columns]), [["item", ["customer"]]]);
    deepStrictEqual((await opened.call("SchemaForeignKeys", { database: "postgres" })).foreignKeys, []);
  });

  Deno.test(`ViewDetails finds views only in layout ${layout}`, async () => {
    await using opened = await served.open({ layout });
    deepStrictEqual((await opened.call("ViewDetails", { ...PLACE, view: "paid" })).view, {
      name: "paid",
      schema: "shop",
    });
    await rejects(opened.call("ViewDetails", { ...PLACE, view: "item" }), /shop\.item is a table, not a view/);
    await rejects(opened.call("ViewDetails", { ...PLACE, view: "none" }), /No table or view shop\.none in database/);
  });

  Deno.test(`the code generators write statements that the server takes in layout ${layout}`, async () => {
    await using opened = await served.open({ layout });
    const { generators } = await opened.call("CodeGenerators", {});
    const { table } = await opened.call("TableDetails", { ...PLACE, table: "item" });
    await opened.rows("BEGIN");
    for (const { id, scope, destructive } of generators) {
      const target = scope === "View" ? { name: "paid", schema: "shop" } : table;
      const { code } = await opened.call("GenerateCode", { generatorId: id, table: target });
      if (/\$1/.test(code)) {
        await opened.rows(`PREPARE ${id} AS ${code}`);
        continue;
      }
      await opened.rows("SAVEPOINT s");
      if (id === "create_table") await opened.rows("DROP TABLE shop.item CASCADE");
      if (id === "create_view") await opened.rows("DROP VIEW shop.paid");
      if (id === "drop_table") await opened.rows("DROP VIEW shop.paid; DROP MATERIALIZED VIEW shop.summary");
      await opened.rows(code);
      if (id === "create_table") {
        deepStrictEqual((await opened.call("TableDetails", { ...PLACE, table: "item" })).table, table);
        match(code, /CREATE TRIGGER watch/);
      }
      await opened.rows("ROLLBACK TO s");
      strictEqual(destructive, /^(DROP|TRUNCATE)/.test(code));
    }
    await opened.rows("ROLLBACK");
    const wrong = opened.call("GenerateCode", { generatorId: "drop_view", table });
    await rejects(wrong, { code: "InvalidRequest", message: "Cannot generate DROP VIEW: item is a table" });
    await rejects(opened.call("GenerateCode", { generatorId: "none", table }), /no generator none; there are select, /);
  });
}

Deno.test("DescribeTable gives one row for each column", async () => {
  await using opened = await served.open();
  const { result } = await opened.call("DescribeTable", { request: { table: { schema: "shop", name: "customer" } } });
  const names = ["name", "type", "nullable", "default", "primary_key", "comment"];
  deepStrictEqual(result.columns.map(({ name }) => name), names);
  deepStrictEqual(result.rows, [
    ["id", "integer", false, "GENERATED ALWAYS AS IDENTITY", true, "Who"],
    ["E-Mail", "character varying(80)", false, null, false, null],
  ]);
});

Deno.test("SetActiveDatabase connects to another database, and back without a name", async () => {
  await using opened = await served.open();
  const current = () => opened.rows("SELECT current_database()::text");
  strictEqual(await opened.session.activeDatabase(), "postgres");
  await opened.session.setActiveDatabase({ database: "other" });
  strictEqual(await opened.session.activeDatabase(), "other");
  deepStrictEqual(await current(), [["other"]]);
  deepStrictEqual(await opened.session.listDatabases(), [
    { name: "other", isCurrent: true },
    { name: "postgres", isCurrent: false },
  ]);
  await rejects(opened.session.setActiveDatabase({ database: "nowhere" }), /database "nowhere" does not exist/);
  deepStrictEqual(await current(), [["other"]]);
  await opened.session.setActiveDatabase({ database: null });
  deepStrictEqual(await current(), [["postgres"]]);
});

Deno.test("SchemaForDatabase and TableDetails reach a database that is not the active one", async () => {
  await using opened = await served.open();
  const { schema } = await opened.call("SchemaForDatabase", { database: "other" });
  deepStrictEqual([schema.name, schema.tables.map(({ name }) => name), schema.views.map(({ name }) => name)], [
    "other",
    ["far"],
    ["away"],
  ]);
  const { table } = await opened.call("TableDetails", { database: "other", schema: "public", table: "far" });
  deepStrictEqual(table.columns!.map(({ name, isPrimaryKey }) => [name, isPrimaryKey]), [["n", true]]);
  strictEqual(await opened.session.activeDatabase(), "postgres");
});

Deno.test("requests that PostgreSQL does not support are answered with UnsupportedMethod", async () => {
  await using opened = await served.open();
  const collection = { database: "postgres", name: "c" };
  await rejects(opened.call("CountCollection", { request: { collection } }), { code: "UnsupportedMethod" });
  const pagination = { type: "Offset" as const, limit: 1, offset: 0n };
  await rejects(opened.call("BrowseCollection", { request: { collection, pagination } }), {
    code: "UnsupportedMethod",
  });
  await rejects(opened.call("KvExistsKey", { request: { key: "k" } }), { code: "UnsupportedMethod" });
});
