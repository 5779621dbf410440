import { deepStrictEqual } from "node:assert/strict";
import { Served } from "./testing/served.ts";

const served = await Served.start();
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

Deno.test("types of the database's owner with names of the server's own types are read as what they are", async () => {
  await using opened = await served.open();
  await opened.rows(`CREATE SCHEMA planted;
    CREATE TYPE planted.int4 AS ENUM ('one', '1e2');
    CREATE TYPE planted.int8 AS ENUM ('a text of many letters');
    CREATE TYPE planted.bool AS ENUM ('yes');
    CREATE TYPE planted.bytea AS ENUM ('\\xzz');
    CREATE TYPE planted.json AS (a text);
    CREATE TYPE planted.date AS ENUM ('soon');
    CREATE TYPE planted.float8 AS ENUM ('much')`);
  const { result } = await opened.call("Execute", {
    request: {
      sql: `SELECT 'one'::planted.int4, 'a text of many letters'::planted.int8, 'yes'::planted.bool,
        '\\xzz'::planted.bytea, ROW('b')::planted.json, 'soon'::planted.date, 'much'::planted.float8,
        ARRAY['1e2']::planted.int4[], ARRAY[ROW('b')]::planted.json[]`,
      params: [],
    },
  });
  deepStrictEqual(result.rows, [[
    "one",
    "a text of many letters",
    "yes",
    "\\xzz",
    "(b)",
    "soon",
    "much",
    ["1e2"],
    ["(b)"],
  ]]);
  deepStrictEqual(result.columns.map(({ typeName, kind }) => `${typeName} ${kind}`).slice(0, 3), [
    "int4 Unknown",
    "int8 Unknown",
    "bool Unknown",
  ]);
});

Deno.test("elements of a domain over a domain are read as its base type", async () => {
  await using opened = await served.open();
  await opened.rows(`CREATE DOMAIN small AS int4; CREATE DOMAIN smaller AS small; CREATE DOMAIN texts AS text`);
  deepStrictEqual(await opened.rows("SELECT ARRAY[1]::small[], ARRAY[2]::smaller[], ARRAY['a']::texts[], 3::smaller"), [
    [[1n], [2n], ["a"], 3n],
  ]);
});
