import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { SemanticFilter } from "@fluxwire/wire";
import { Served } from "./testing/served.ts";

const served = await Served.start();
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

const OPERATORS = ["=", "<>", "<", "<=", ">", ">=", "~~", "@>"];

/** Pairs of types that have such operators only by conversion, or that a search path could overrule. */
const PAIRS = [
  ...[["oid", "int4"], ["oid", "int8"], ["name", "text"], ["text", "name"], ["int2", "int4"], ["int4", "int2"]],
  ...[["varchar", "varchar"], ["varchar", "text"], ["int4", "int4"], ["text", "text"], ["oid", "oid"], [
    "name",
    "name",
  ]],
  ...[['"char"', "text"], ["bool", "bool"], ["int4[]", "int4[]"], ["jsonb", "jsonb"]],
];

/** Functions that the driver's statements could mean, with arguments that fit better or as well. */
const FUNCTIONS = ["count()", "format_type(oid, int4)", "unnest(int2[])", "quote_ident(name)", "current_database()"];

/** Everything that is planted raises the flag of a sequence: a sequence does not forget in a rollback. */
function planted(): string[] {
  const caught = "LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_catalog.nextval('public.caught'::pg_catalog.regclass); ";
  return [
    "CREATE SEQUENCE public.caught",
    "CREATE TABLE public.t (id int PRIMARY KEY, v varchar(9), small int2, list int4[], doc jsonb)",
    "INSERT INTO public.t VALUES (1, 'a', 1, '{1}', '{}')",
    "CREATE VIEW public.w AS SELECT id, v FROM public.t",
    ...PAIRS.flatMap(([left, right], i) => [
      `CREATE FUNCTION public.own${i}(${left}, ${right}) RETURNS bool ${caught} RETURN true; END $$`,
      ...OPERATORS.map((operator) =>
        `CREATE OPERATOR public.${operator} (LEFTARG = ${left}, RIGHTARG = ${right}, FUNCTION = public.own${i})`
      ),
    ]),
    ...FUNCTIONS.map((one) => `CREATE FUNCTION public.${one} RETURNS text ${caught} RETURN 'planted'; END $$`),
    "CREATE FUNCTION public.set_config(text, text, bool) RETURNS text " + `${caught} RETURN 'planted'; END $$`,
  ];
}

Deno.test("no request of the driver runs what the owner of a database has planted", async () => {
  await using admin = await served.open();
  await admin.rows("CREATE ROLE owner LOGIN PASSWORD 'o'");
  await admin.rows("CREATE DATABASE trap OWNER owner");
  await using owner = await served.open({ values: { user: "owner", password: "o", database: "trap" } });
  await owner.rows("SELECT 1");
  await using grant = await served.open({ values: { database: "trap" } });
  await grant.rows("ALTER SCHEMA public OWNER TO owner");
  for (const text of planted()) await owner.rows(text);
  await owner.rows("ALTER DATABASE trap SET search_path = public, pg_catalog");

  await using opened = await served.open({ values: { database: "trap" } });
  const table = { name: "t", schema: "public" }, place = { database: "trap", schema: "public" };
  const pagination = { type: "Offset" as const, limit: 10, offset: 0n };
  const is = (name: string, operator: "Eq" | "Like" | "In" | "Contains", value: unknown): SemanticFilter =>
    ({ type: "Predicate", field: { type: "Column", name }, operator, value }) as SemanticFilter;
  const filters = [
    is("id", "Eq", 1n),
    is("v", "Eq", "a"),
    is("small", "In", [1n]),
    is("v", "Like", "a"),
    is("list", "Contains", 1n),
  ];
  await opened.session.ping();
  await opened.session.schema();
  await opened.session.listDatabases();
  await opened.call("SchemaForDatabase", { database: "trap" });
  await opened.call("TableDetails", { ...place, table: "t" });
  await opened.call("ViewDetails", { ...place, view: "w" });
  await opened.call("SchemaTypes", place);
  await opened.call("SchemaIndexes", place);
  await opened.call("SchemaForeignKeys", place);
  await opened.call("DescribeTable", { request: { table } });
  await opened.call("Explain", { request: { table } });
  for (const semanticFilter of filters) {
    await opened.call("BrowseTable", { request: { table, pagination, orderBy: [], semanticFilter } });
    strictEqual((await opened.call("CountTable", { request: { table, semanticFilter } })).count, 1n);
  }
  const identity = { type: "Composite" as const, columns: ["id", "v"], values: [1n, "a"] };
  const { result } = await opened.call("UpdateRow", {
    patch: { ...target(table), identity, changes: [["small", 2n]] },
  });
  strictEqual(result.affectedRows, 1n);
  await opened.call("InsertRow", { insert: { ...target(table), columns: ["id"], values: [2n] } });
  await opened.call("DeleteRow", { delete: { ...target(table), identity } });
  const { generators } = await opened.call("CodeGenerators", {});
  for (const { id, scope } of generators) {
    const of = scope === "View" ? { name: "w", schema: "public" } : table;
    await opened.call("GenerateCode", { generatorId: id, table: of });
  }
  deepStrictEqual(await owner.rows("SELECT is_called FROM public.caught"), [[false]]);

  // The trap itself works: without it the test would prove nothing.
  await opened.rows("SELECT 1::int2 = 1::int4");
  deepStrictEqual(await owner.rows("SELECT is_called FROM public.caught"), [[true]]);
});

function target({ name, schema }: { name: string; schema: string }): { table: string; schema: string } {
  return { table: name, schema };
}

Deno.test("statements of the user keep the user's search path, in transactions too", async () => {
  await using opened = await served.open();
  await opened.rows("CREATE SCHEMA mine; SET search_path = mine, public");
  const path = async () => (await opened.rows("SHOW search_path"))[0]![0];
  await opened.session.schema();
  strictEqual(await path(), "mine, public");
  await opened.rows("BEGIN; SET LOCAL search_path = mine");
  await opened.session.schema();
  strictEqual(await path(), "mine");
  await opened.rows("COMMIT");
  strictEqual(await path(), "mine, public");
});

Deno.test("triggers and functions of tables find names by the user's search path", async () => {
  await using opened = await served.open();
  await opened.rows(
    `CREATE SCHEMA app; SET search_path = app; CREATE TABLE log (what text); CREATE TABLE t (id int PRIMARY KEY);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO log VALUES (TG_OP); RETURN NEW; END';
    CREATE TRIGGER n AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION note()`,
  );
  await opened.call("InsertRow", { insert: { table: "t", columns: ["id"], values: [1n] } });
  deepStrictEqual(await opened.rows("SELECT what FROM log"), [["INSERT"]]);
});
