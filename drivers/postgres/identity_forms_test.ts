import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Value } from "@fluxwire/wire";
import { type OpenedSession, Served } from "./testing/served.ts";

const served = await Served.start();
Deno.test.beforeAll(async () => {
  await using opened = await served.open();
  await opened.rows(`CREATE EXTENSION citext;
    CREATE TYPE pair AS (a int, b text); CREATE TYPE soft AS (a citext);
    CREATE DOMAIN area AS box; CREATE DOMAIN field AS area; CREATE DOMAIN ring AS circle; CREATE DOMAIN disc AS ring;
    CREATE TYPE "Mood" AS ENUM ('sad', 'glad'); CREATE DOMAIN temper AS "Mood"; CREATE DOMAIN humour AS temper;
    CREATE DOMAIN span AS int4range; CREATE DOMAIN spans AS int4multirange; CREATE DOMAIN place AS point; CREATE DOMAIN document AS json; CREATE DOMAIN file AS document;
    CREATE DOMAIN twin AS pair; CREATE DOMAIN couple AS twin; CREATE DOMAIN places AS place[];
    CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
    CREATE TYPE names AS RANGE (subtype = text, collation = nocase)`);
});
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

async function first(opened: OpenedSession, name: string): Promise<Value> {
  const pagination = { type: "Offset" as const, limit: 1, offset: 0n };
  const { result } = await opened.call("BrowseTable", { request: { table: { name }, pagination, orderBy: [] } });
  return result.rows[0]![0]!;
}

/** Sets `n` of the row whose `k` is the value; returns how many rows had it. */
async function change(opened: OpenedSession, table: string, value: Value): Promise<bigint> {
  const identity = { type: "Composite" as const, columns: ["k"], values: [value] };
  return (await opened.call("UpdateRow", { patch: { table, identity, changes: [["n", 2n]] } })).result.affectedRows;
}

/** A type, and two values that the server takes for the same, or would if a domain or an array hid what they are. */
const ALIKE: readonly [type: string, one: string, other: string][] = [
  ["area", "(1,1),(0,0)", "(5,5),(4,4)"],
  ["field", "(1,1),(0,0)", "(5,5),(4,4)"],
  ["disc", "<(0,0),2>", "<(5,5),2>"],
  ["interval", "1 mon", "30 days"],
  ["interval[]", "{1 mon}", "{30 days}"],
  ["citext[]", "{a}", "{A}"],
  ["soft[]", "{(a)}", "{(A)}"],
  ["jsonb[]", "{1.0}", "{1.00}"],
  ["text COLLATE nocase", "a", "A"],
  ["text[] COLLATE nocase", "{a}", "{A}"],
  ["names", "[a,b]", "[A,B]"],
  ["names[]", '{"[a,b]"}', '{"[A,B]"}'],
];

Deno.test("a row is not taken for one whose key is equal but shown otherwise, through domains and arrays too", async () => {
  await using opened = await served.open();
  for (const [i, [type, one, other]] of ALIKE.entries()) {
    await opened.rows(`CREATE TABLE alike${i} (k ${type}, n int); INSERT INTO alike${i} VALUES ('${one}', 1)`);
    const gone = await first(opened, `alike${i}`);
    await opened.rows(`UPDATE alike${i} SET k = '${other}'`);
    strictEqual(await change(opened, `alike${i}`, gone), 0n, type);
    await opened.rows(`INSERT INTO alike${i} VALUES ('${one}', 1)`);
    strictEqual(await change(opened, `alike${i}`, gone), 1n, type);
    deepStrictEqual(await opened.rows(`SELECT n FROM alike${i} ORDER BY n`), [[1n], [2n]], type);
  }
});

Deno.test("a composite value without any part is not taken for NULL, nor NULL for it", async () => {
  await using opened = await served.open();
  await opened.rows("CREATE TABLE part (k pair, n int); INSERT INTO part VALUES ('(,)', 1)");
  strictEqual(await change(opened, "part", null), 0n);
  await opened.rows("INSERT INTO part VALUES (NULL, 1)");
  strictEqual(await change(opened, "part", null), 1n);
  deepStrictEqual(await opened.rows("SELECT k::text, n FROM part ORDER BY n"), [["(,)", 1n], [null, 2n]]);
  strictEqual(await change(opened, "part", "(,)"), 1n);
});

const WITHOUT_EQUALITY: readonly [type: string, value: string][] = [
  ["place", "(1,2)"],
  ["file", '{"a":1,"a":2}'],
  ["couple", '(1,"a b")'],
  ["humour", "glad"],
  ["humour[]", "{glad,NULL}"],
  ["span", "[1,3)"],
  ["spans", "{[1,3),[5,7)}"],
  ["places", '{"(1,2)",NULL}'],
  ["point[]", '{"(1,2)","(3,4)"}'],
  ["point[]", '[0:1]={"(1,2)","(3,4)"}'],
  ["place[]", '{{"(1,2)"},{"(3,4)"}}'],
  ["box[]", "{(1,1),(0,0);(2,2),(1,1)}"],
  ["pair[]", '{"(1,\\"a b\\")",NULL,"(,)"}'],
  ["json[]", '{"{\\"a\\": 1}","null",NULL}'],
  ["xml[]", '{<a/>,"<b c=\\"\\"/>"}'],
  ["citext[]", '{NULL,"NULL","","a,b","a\\\\b",\u00a0}'],
  ["jsonpath", '$."a"'],
  ["jsonpath[]", '{"$.\\"a\\""}'],
  ["refcursor", "c"],
  ["pg_snapshot", "10:20:10,14"],
  ["txid_snapshot", "10:20:10,14"],
];

Deno.test("rows are found by values of types that have no equality, in arrays too, and these are written back", async () => {
  await using opened = await served.open();
  for (const [i, [type, text]] of WITHOUT_EQUALITY.entries()) {
    const table = `unequal${i}`;
    await opened.rows(`CREATE TABLE ${table} (k ${type}, n int)`);
    await opened.rows(`INSERT INTO ${table} VALUES ($1, 1)`, [text]);
    const cell = await first(opened, table);
    strictEqual(await change(opened, table, cell), 1n, type);
    const insert = { table, columns: ["k", "n"], values: [cell, 3n], columnTypes: [type, "int4"] };
    deepStrictEqual((await opened.call("InsertRow", { insert })).result.returningRow, [cell, 3n], type);
    deepStrictEqual(await opened.rows(`SELECT DISTINCT k::text FROM ${table}`), [[text]], type);
  }
});

Deno.test("no cast that the owner of a type has made stands for its text", async () => {
  await using opened = await served.open();
  await opened.rows(
    `CREATE SEQUENCE casts; CREATE TYPE mood AS ENUM ('sad'); CREATE TYPE stretch AS RANGE (subtype = int4); CREATE DOMAIN whim AS mood`,
  );
  for (const type of ["mood", "pair", "stretch", "mood[]"]) {
    await opened.rows(`CREATE FUNCTION lie(${type}) RETURNS text LANGUAGE sql AS 'SELECT nextval(''casts'')::text';
      CREATE CAST (${type} AS text) WITH FUNCTION lie(${type}) AS IMPLICIT`);
  }
  await opened.rows(`CREATE TABLE cast_away (mood mood, pair pair, span stretch, moods mood[], whim whim);
    INSERT INTO cast_away VALUES ('sad', '(1,)', '[1,2)', '{sad}', 'sad')`);
  const texts = Object.entries({ mood: "sad", pair: "(1,)", span: "[1,2)", moods: "{sad}", whim: "sad" });
  for (const [name, value] of texts) {
    for (const operator of ["Eq", "Like"] as const) {
      const semanticFilter = { type: "Predicate" as const, field: { type: "Column" as const, name }, operator, value };
      const { count } = await opened.call("CountTable", { request: { table: { name: "cast_away" }, semanticFilter } });
      strictEqual(count, 1n, `${name} ${operator}`);
    }
  }
  const identity = { type: "Composite" as const, columns: ["pair", "span"], values: ["(1,)", "[1,2)"] };
  const { result } = await opened.call("DeleteRow", { delete: { table: "cast_away", identity } });
  deepStrictEqual([result.affectedRows, await opened.rows("SELECT is_called FROM casts")], [1n, [[false]]]);
});

Deno.test("a row that a rule adds is found, although the server writes its values otherwise than the user did", async () => {
  await using opened = await served.open();
  await opened.rows(`CREATE TABLE stays (i interval, a interval[]); CREATE VIEW shown_stays AS SELECT * FROM stays;
    CREATE RULE add AS ON INSERT TO shown_stays DO INSTEAD INSERT INTO stays VALUES (NEW.i, NEW.a)`);
  const insert = { table: "shown_stays", columns: ["i", "a"], values: ["1 month 24:00", ["2 weeks"]] };
  const { result } = await opened.call("InsertRow", { insert });
  deepStrictEqual([result.affectedRows, result.returningRow], [1n, ["1 mon 24:00:00", ["14 days"]]]);
});

Deno.test("a generated statement finds a row by values of types without equality", async () => {
  await using opened = await served.open();
  await opened.rows(`CREATE TABLE shapes (b box, j json); INSERT INTO shapes VALUES ('(1,1),(0,0)', '{"a":1}'),
    ('(5,5),(4,4)', '{"a":1}')`);
  const table = { schema: "public", name: "shapes" };
  const generate = async (generatorId: string) => (await opened.call("GenerateCode", { generatorId, table })).code;
  const row = ["(1,1),(0,0)", '{"a":1}'];
  await opened.rows(await generate("update"), ["(3,3),(2,2)", "{}", ...row]);
  deepStrictEqual(await opened.rows("SELECT b FROM shapes ORDER BY b::text"), [["(3,3),(2,2)"], ["(5,5),(4,4)"]]);
  await opened.rows(await generate("delete"), ["(5,5),(4,4)", '{"a":1}']);
  deepStrictEqual(await opened.rows("SELECT b FROM shapes"), [["(3,3),(2,2)"]]);
});
