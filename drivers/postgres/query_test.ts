import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { LAYOUTS, type Value } from "@fluxwire/wire";
import { Served } from "./testing/served.ts";

const served = await Served.start();
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

/** The server's expressions and the values at the host. */
const CELLS: readonly [string, Value, string][] = [
  ["true", true, "bool"],
  ["NULL::int", null, "int4"],
  ["9223372036854775807::int8", 9223372036854775807n, "int8"],
  ["(-32768)::int2", -32768n, "int2"],
  ["4294967295::oid", 4294967295n, "oid"],
  ["0.1::float8", 0.1, "float8"],
  ["1::float8", 1, "float8"],
  ["'-0'::float8", -0, "float8"],
  ["'NaN'::float8", NaN, "float8"],
  ["'-Infinity'::float4", -Infinity, "float4"],
  ["0.1::float8 + 0.2::float8", 0.30000000000000004, "float8"],
  ["12345678901234567890.123456789012345678901234567890::numeric", {
    type: "Decimal",
    value: "12345678901234567890.123456789012345678901234567890",
  }, "numeric"],
  ["1.500::numeric(10,3)", { type: "Decimal", value: "1.500" }, "numeric"],
  ["'NaN'::numeric", { type: "Decimal", value: "NaN" }, "numeric"],
  ["'a\u{1f600}\"''\\b'::text", "a\u{1f600}\"'\\b", "text"],
  ["'\\x00ff5c'::bytea", new Uint8Array([0, 255, 92]), "bytea"],
  ["''::bytea", new Uint8Array(), "bytea"],
  ["'2024-02-29'::date", { type: "Date", value: "2024-02-29" }, "date"],
  ["'infinity'::date", "infinity", "date"],
  ["'0044-03-15 BC'::date", "0044-03-15 BC", "date"],
  ["'23:59:59.999999'::time", { type: "Time", value: "23:59:59.999999" }, "time"],
  ["'24:00'::time", "24:00:00", "time"],
  ["'12:00+05:30'::timetz", "12:00:00+05:30", "timetz"],
  ["'2024-01-02 03:04:05.123456+05:30'::timestamptz", {
    type: "DateTime",
    value: "2024-01-01T21:34:05.123456Z",
  }, "timestamptz"],
  ["'infinity'::timestamptz", "infinity", "timestamptz"],
  ["'-infinity'::timestamptz", "-infinity", "timestamptz"],
  ["'2024-01-02 03:04:05.000001'::timestamp", "2024-01-02 03:04:05.000001", "timestamp"],
  ["'1 year 2 mons 03:04:05.6'::interval", "1 year 2 mons 03:04:05.6", "interval"],
  ['\'{"a":12345678901234567890,"a":1.10}\'::json', {
    type: "Json",
    value: '{"a":12345678901234567890,"a":1.10}',
  }, "json"],
  ["'[1.10, null]'::jsonb", { type: "Json", value: "[1.10, null]" }, "jsonb"],
  ["'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "uuid"],
  ["'[1,5)'::int4range", "[1,5)", "int4range"],
  ["'192.168.0.1/24'::inet", "192.168.0.1/24", "inet"],
  ["'1,234.50'::money", "$1,234.50", "money"],
  ["ARRAY[1, NULL, 3]", [1n, null, 3n], "int4[]"],
  ["ARRAY[[1.5, 2], [3, 4]]::float8[]", [[1.5, 2], [3, 4]], "float8[]"],
  [`ARRAY['a,b', 'NULL', 'c"d\\e', '{}', '']`, ["a,b", "NULL", 'c"d\\e', "{}", ""], "text[]"],
  ["'{}'::int8[]", [], "int8[]"],
  ["'[0:1]={5,6}'::int4[]", "[0:1]={5,6}", "int4[]"],
  ["ARRAY['(1,2),(0,0)'::box, '(3,4),(0,0)'::box]", ["(1,2),(0,0)", "(3,4),(0,0)"], "box[]"],
  ["ARRAY['infinity'::timestamptz, '2024-01-01Z']", [
    "infinity",
    { type: "DateTime", value: "2024-01-01T00:00:00Z" },
  ], "timestamptz[]"],
  ["ROW(1, 'a')", "(1,a)", "record"],
];

for (const layout of LAYOUTS) {
  Deno.test(`execute() gives exact cells in layout ${layout}`, async () => {
    await using opened = await served.open({ layout });
    const sql = `SET lc_monetary = 'C'; SET TimeZone = 'Asia/Kathmandu'; SELECT ${
      CELLS.map(([text]) => text).join(", ")
    }`;
    const { columns, rows } = await opened.session.execute({ sql });
    CELLS.forEach(([text, value, type], i) => {
      deepStrictEqual([rows[0]![i], columns[i]!.typeName], [value, type], text);
    });
  });
}

Deno.test("execute() gives exact cells of types that users defined", async () => {
  await using opened = await served.open();
  await opened.rows(`CREATE TYPE mood AS ENUM ('sad', 'it''s, "ok"'); CREATE DOMAIN small AS int CHECK (VALUE < 9);
    CREATE TYPE span AS RANGE (subtype = date); CREATE TYPE pair AS (a int, b mood)`);
  const { columns, rows } = await opened.session.execute({
    sql: `SELECT 'sad'::mood, ARRAY['it''s, "ok"'::mood, NULL], 7::small, ARRAY[7::small], '[2024-01-01,)'::span,
      ROW(1, 'sad')::pair`,
  });
  deepStrictEqual(rows, [["sad", [`it's, "ok"`, null], 7n, [7n], "[2024-01-01,)", "(1,sad)"]]);
  deepStrictEqual(columns.map(({ typeName }) => typeName), ["mood", "mood[]", "int4", "int4[]", "span", "pair"]);
});

Deno.test("columns have the kinds that DBFlux's own driver gives them", async () => {
  await using opened = await served.open();
  const kinds = {
    Integer: ["int2", "int4", "int8", "oid"],
    Float: ["float4", "float8", "numeric"],
    Timestamp: ["date", "timestamp", "timestamptz"],
    Text: ["text", "varchar", "bpchar", "name"],
    Unknown: ["time", "timetz", "interval", "uuid", "jsonb", "bool", "bytea", "int4[]"],
  };
  for (const [kind, types] of Object.entries(kinds)) {
    const { columns } = await opened.session.execute({
      sql: `SELECT ${types.map((type) => `NULL::${type}`).join(", ")}`,
    });
    deepStrictEqual(columns.map((column) => [column.typeName, column.kind]), types.map((type) => [type, kind]));
  }
});

Deno.test("execute() reads bytes in the older form too", async () => {
  await using opened = await served.open();
  const { rows } = await opened.session.execute({
    sql: String.raw`SET bytea_output = 'escape'; SELECT '\x005c61ff'::bytea`,
  });
  deepStrictEqual(rows, [[new Uint8Array([0, 92, 97, 255])]]);
});

const PARAMETERS: readonly [string, Value, Value][] = [
  ["$1::bool", true, true],
  ["$1::int8", -9223372036854775808n, -9223372036854775808n],
  ["$1::float8", -0, -0],
  ["$1::float8", Infinity, Infinity],
  ["$1::numeric", { type: "Decimal", value: "0.10" }, { type: "Decimal", value: "0.10" }],
  ["$1::text", "it's $1", "it's $1"],
  ["$1::text", null, null],
  ["$1::bytea", new Uint8Array([0, 255]), new Uint8Array([0, 255])],
  ["$1::timestamptz", { type: "DateTime", value: "2024-01-01T21:34:05.123456Z" }, {
    type: "DateTime",
    value: "2024-01-01T21:34:05.123456Z",
  }],
  ["$1::text[]", ['a"b\\', null, "NULL"], ['a"b\\', null, "NULL"]],
  ["$1::int[]", [[1n, 2n], [3n, 4n]], [[1n, 2n], [3n, 4n]]],
  ["$1::json", new Map<string, Value>([["a", [1n, 1.5, null, { type: "Decimal", value: "1.10" }]], ["b", "x"]]), {
    type: "Json",
    value: '{"a":[1,1.5,null,1.10],"b":"x"}',
  }],
];

for (const [text, given, expected] of PARAMETERS) {
  Deno.test(`execute() binds ${text} exactly: ${JSON.stringify(given, (_, v) => typeof v === "bigint" ? `${v}` : v)}`, async () => {
    await using opened = await served.open();
    const { rows } = await opened.session.execute({ sql: `SELECT ${text}`, params: [given] });
    deepStrictEqual(rows, [[expected]]);
  });
}

Deno.test("execute() gives the rows of a window, and the server computes no more", async () => {
  await using opened = await served.open();
  const { rows } = await opened.session.execute({
    sql: "SELECT n, pg_sleep(CASE WHEN n > 5 THEN 100 ELSE 0 END)::text FROM generate_series(1, 1000000) n",
    limit: 2,
    offset: 3,
  });
  deepStrictEqual(rows.map(([n]) => n), [4n, 5n]);
  strictEqual((await opened.session.execute({ sql: "SELECT 1", limit: 0 })).rows.length, 0);
  deepStrictEqual((await opened.session.execute({ sql: "VALUES (1), (2), (3)", offset: 2 })).rows, [[3n]]);
  deepStrictEqual(await opened.rows("SELECT 'the connection is in step'"), [["the connection is in step"]]);
});

Deno.test("execute() counts the rows of writes, also those beyond a limit", async () => {
  await using opened = await served.open();
  strictEqual((await opened.session.execute({ sql: "CREATE TEMP TABLE t (n int)" })).affectedRows, null);
  const insert = "INSERT INTO t SELECT generate_series(1, 5) RETURNING n";
  strictEqual((await opened.session.execute({ sql: insert })).affectedRows, 5n);
  strictEqual((await opened.session.execute({ sql: insert, limit: 1 })).rows.length, 1);
  deepStrictEqual(await opened.rows("SELECT count(*) FROM t"), [[10n]]);
  strictEqual((await opened.session.execute({ sql: "SELECT 1" })).affectedRows, null);
});

Deno.test("execute() of several statements gives the last result that has rows", async () => {
  await using opened = await served.open();
  deepStrictEqual(await opened.rows("BEGIN; SELECT 1; SELECT 2; COMMIT"), [[2n]]);
  deepStrictEqual((await opened.session.execute({ sql: "" })).rows, []);
  deepStrictEqual((await opened.session.execute({ sql: "-- nothing" })).columns, []);
  const copied = await opened.session.execute({ sql: "COPY (SELECT generate_series(1, 50000)) TO STDOUT" });
  deepStrictEqual([copied.affectedRows, copied.rows], [50_000n, []]);
  deepStrictEqual(await opened.rows("SELECT 1; COPY (SELECT 'a') TO STDOUT; SELECT 2"), [[2n]]);
});

Deno.test("execute() runs in another database if the request names one", async () => {
  await using opened = await served.open();
  await opened.rows("CREATE DATABASE elsewhere");
  const sql = "SELECT current_database()::text";
  deepStrictEqual((await opened.session.execute({ sql, database: "elsewhere" })).rows, [["elsewhere"]]);
  deepStrictEqual((await opened.session.execute({ sql })).rows, [["postgres"]]);
});

Deno.test("ExecuteWithHandle returns a result and a handle whose Cancel changes nothing", async () => {
  await using opened = await served.open();
  const request = { sql: "SELECT 1", params: [] };
  const { handleId, result } = await opened.call("ExecuteWithHandle", { request });
  deepStrictEqual(result.rows, [[1n]]);
  strictEqual((await opened.call("Cancel", { handleId })).type, "Cancelled");
  deepStrictEqual(await opened.rows("SELECT 2"), [[2n]]);
});

Deno.test("an error has the SQLSTATE, the place and the hint", async () => {
  await using opened = await served.open();
  const failed = await opened.session.execute({ sql: "SELECT 'é',\n  nme FROM (SELECT 1 AS name) x" }).then(
    () => null,
    (error) => error,
  );
  strictEqual(failed.code, "Driver");
  strictEqual(
    failed.message,
    'column "nme" does not exist [SQLSTATE 42703, position 15: line 2, column 3]\n' +
      'Hint: Perhaps you meant to reference the column "x.name".',
  );
  await opened.rows("CREATE TEMP TABLE u (n int PRIMARY KEY); INSERT INTO u VALUES (1)");
  await rejects(opened.rows("INSERT INTO u VALUES (1)"), /SQLSTATE 23505\]\nDetail: Key \(n\)=\(1\) already exists\.$/);
  await rejects(opened.session.execute({ sql: "SELECT $1::int", params: ["x"] }), /SQLSTATE 22P02/);
  for (const limit of [null, 10]) {
    await rejects(opened.session.execute({ sql: "COPY u FROM STDIN", limit }), /no data to copy from/);
    deepStrictEqual((await opened.session.execute({ sql: "SELECT n FROM u", limit })).rows, [[1n]]);
  }
});

Deno.test("a COMMIT that the server takes for a ROLLBACK is an error", async () => {
  await using opened = await served.open();
  await opened.rows("CREATE TEMP TABLE changed (n int)");
  for (
    const text of [
      "COMMIT",
      "/* all */ end",
      "; COMMIT",
      "/* /* a */ */ END",
      "COMMIT AND CHAIN",
      "PREPARE TRANSACTION 'p'",
    ]
  ) {
    await opened.rows("BEGIN; INSERT INTO changed VALUES (1)");
    await rejects(opened.rows("SELECT 1/0"), /division by zero/);
    await rejects(opened.rows(text), { code: "Driver", message: /^The transaction was rolled back, not committed: / });
    await opened.rows("ROLLBACK");
  }
  await opened.rows("BEGIN");
  await rejects(opened.rows("SELECT 1/0"), /division by zero/);
  await opened.rows("ROLLBACK; SELECT 1");
  deepStrictEqual(await opened.rows("SELECT n FROM changed"), []);
});

Deno.test("a transaction and its temporary tables belong to the session", async () => {
  await using opened = await served.open();
  await opened.rows("BEGIN; CREATE TEMP TABLE mine (n int)");
  await opened.rows("INSERT INTO mine VALUES (1)");
  await opened.rows("ROLLBACK");
  await rejects(opened.rows("SELECT * FROM mine"), /SQLSTATE 42P01/);
});

Deno.test("explain() explains a statement or the reading of a table without running it", async () => {
  await using opened = await served.open();
  await opened.rows("CREATE TABLE explained (n int)");
  const table = { name: "explained" };
  const { result } = await opened.call("Explain", { request: { table, query: "DELETE FROM explained" } });
  match(String(result.rows[0]![0]), /^Delete on explained/);
  match(String((await opened.call("Explain", { request: { table } })).result.rows[0]![0]), /^Seq Scan on explained/);
  const two = opened.call("Explain", { request: { table, query: "SELECT 1; DROP TABLE explained" } });
  await rejects(two, /multiple commands/);
  ok((await opened.rows("SELECT count(*) FROM explained")).length === 1);
});

Deno.test("rows that no answer can hold end at the server, and the session lives", async () => {
  await using opened = await served.open();
  const { session } = opened;
  const tooMuch =
    /^Cannot send result: its first \d+ rows, of at least 16\d{6} bytes, exceed maxFrameBytes 16777216; ask/;
  const endless = "SELECT repeat('x', 100000), generate_series(1, 1000000000)";
  await rejects(session.execute({ sql: endless }), { code: "Driver", message: tooMuch });
  deepStrictEqual((await session.execute({ sql: "SELECT 1" })).rows, [[1n]]);
});

Deno.test("rows that no answer can hold undo no transaction", async () => {
  await using opened = await served.open();
  const { session } = opened;
  await session.execute({ sql: "BEGIN" });
  await rejects(
    session.execute({ sql: "SELECT repeat('x', 100000) FROM generate_series(1, 1000)" }),
    /exceed maxFrameBytes/,
  );
  deepStrictEqual((await session.execute({ sql: "SELECT 1" })).rows, [[1n]]);
  await session.execute({ sql: "COMMIT" });
});
