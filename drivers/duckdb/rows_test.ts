import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { Value } from "@fluxwire/wire";
import { Opened } from "./testing/opened.ts";

const FIRST = { type: "Offset", limit: 100, offset: 0n } as const;

/** Types, and values of which `=` alone would take several for one. */
const KEYS: readonly (readonly [string, readonly string[]])[] = [
  ["INTERVAL", ["INTERVAL 1 MONTH", "INTERVAL 30 DAYS", "INTERVAL 720 HOURS"]],
  ["INTERVAL[]", ["[INTERVAL 1 MONTH]", "[INTERVAL 30 DAYS]", "[INTERVAL 1 SECOND, NULL, INTERVAL '-1 day']", "[]"]],
  [`STRUCT(i INTERVAL, "INTERVAL" INT)`, [
    "{'i': INTERVAL 1 MONTH, 'INTERVAL': 1}",
    "{'i': INTERVAL 30 DAYS, 'INTERVAL': 1}",
  ]],
  ["MAP(VARCHAR, INTERVAL)", ["MAP {'a': INTERVAL 1 MONTH}", "MAP {'a': INTERVAL 30 DAYS}"]],
  ["INTERVAL[1]", ["[INTERVAL 1 MONTH]", "[INTERVAL 30 DAYS]"]],
  ["INTERVAL[1][]", ["[[INTERVAL 1 MONTH]]", "[[INTERVAL 30 DAYS]]"]],
  ["VARCHAR COLLATE NOCASE", ["'a'", "'A'"]],
  ["VARCHAR", ["'a'", "'a '", "chr(0) || 'a'", "''"]],
  ["INT[]", ["[1, 2]", "[1, NULL]", "[]", "NULL"]],
  ["INT[2]", ["[1, 2]", "[1, NULL]"]],
  ["STRUCT(a INT, b VARCHAR)", ["{'a': 1, 'b': 'x'}", "{'a': NULL, 'b': 'x'}"]],
  ["STRUCT(a STRUCT(b INT[]))", ["{'a': {'b': [1]}}"]],
  ["MAP(VARCHAR, INT)", ["MAP {'a': 1}", "MAP {}", "MAP {'a': NULL}"]],
  ["MAP(INT, INT)", ["MAP {1: 1}", "MAP {2: 1, 1: 2}", "MAP {1: 2, 2: 1}"]],
  ["MAP(DOUBLE, INT)", ["MAP {'nan'::DOUBLE: 1, 2: 3}", "MAP {-0.0::DOUBLE: 1}"]],
  ["MAP(VARCHAR, INT)[]", ["[MAP {'b': 1, '7': 2}, NULL]"]],
  ["STRUCT(m MAP(INT, VARCHAR))", ["{'m': MAP {2: 'x', 1: 'y'}}"]],
  ["MAP(BLOB, MAP(VARCHAR, INT))", ["MAP {'\\x00'::BLOB: MAP {'2': 1, '1': NULL}}"]],
  ["JSON", [`'{"a": 1}'`, `'{"a":1}'`, "'[1, 2]'"]],
  ["FLOAT", ["0.1", "'nan'", "'inf'"]],
  ["DOUBLE", ["0.1", "'nan'", "1e300"]],
  ["DATE", ["'infinity'", "'0044-03-15 (BC)'"]],
  ["TIME", ["'24:00:00'", "'10:00:00.5'"]],
  ["TIMESTAMP", ["'infinity'", "'290309-12-22 (BC) 00:00:00'"]],
  ["BIT", ["'0101'", "'1'"]],
  // Elements that are unlike each other: an empty one, a null, another member.
  ["STRUCT(a VARCHAR)[]", [`[{'a': chr(10) || '\\t"'}, {'a': NULL}]`]],
  ["BLOB[][]", ["[['\\x00\\xFF\\x5C'::BLOB], [], [NULL]]"]],
  ["MAP(VARCHAR, VARCHAR)[]", ["[MAP {'a': chr(10)}, MAP {}, MAP {'b': NULL}]"]],
  ["MAP(INT, UNION(i INT, s VARCHAR[]))", [
    "MAP {1: 5::UNION(i INT, s VARCHAR[]), 2: ['a']::UNION(i INT, s VARCHAR[])}",
  ]],
  ["UNION(u UNION(x INT, y DATE), v INT)", [
    "union_value(u := union_value(y := DATE 'infinity')::UNION(x INT, y DATE))",
  ]],
  // Keys of maps whose text is not that of the library, or that have parts.
  ["MAP(DATE, INT)", ["MAP {DATE 'infinity': 1}", "MAP {DATE '-infinity': 1}"]],
  ["MAP(TIMESTAMP_NS, INT)", ["MAP {'infinity'::TIMESTAMP_NS: 1}"]],
  ["MAP(BLOB, INT)", ["MAP {'\\x5Cx41'::BLOB: 1}", "MAP {'A'::BLOB: 1}"]],
  ["MAP(VARCHAR[], INT)", ["MAP {['a\\b', chr(10), NULL]: 1}"]],
  ["MAP(MAP(VARCHAR, INT), INT)", ["MAP {MAP {'a=b, c': 1}: 1}"]],
  ["MAP(UNION(i INT, s VARCHAR), INT)", [
    "MAP {union_value(i := 1)::UNION(i INT, s VARCHAR): 1}",
    "MAP {union_value(s := '1')::UNION(i INT, s VARCHAR): 1}",
  ]],
];

Deno.test("rows of DuckDB are found by keys that equal others almost, each its own row, and keys are written back", async () => {
  await using opened = await Opened.open();
  const { session } = opened;
  for (const [i, [type, literals]] of KEYS.entries()) {
    const table = `k${i}`;
    await opened.rows(`CREATE TABLE ${table}(k ${type}, n INT)`);
    for (const [n, literal] of literals.entries()) await opened.rows(`INSERT INTO ${table} VALUES (${literal}, ${n})`);
    const before = await opened.rows(`SELECT k::VARCHAR, n + 10 FROM ${table} ORDER BY n`);
    const { rows } = await session.browseTable({ table: { name: table }, pagination: FIRST, orderBy: [] });
    for (const [key, n] of rows as [Value, bigint][]) {
      const identity = { type: "Composite" as const, columns: ["k"], values: [key] };
      const changes: [string, Value][] = [["n", n + 10n], ["k", key]];
      strictEqual(
        (await session.updateRow({ table, identity, changes })).affectedRows,
        1n,
        `${type} ${literals[Number(n)]}`,
      );
    }
    deepStrictEqual(await opened.rows(`SELECT k::VARCHAR, n FROM ${table} ORDER BY n`), before, type);
  }
});

Deno.test("a collation of the session's own makes no other row of DuckDB the one of an identity", async () => {
  await using opened = await Opened.open();
  await opened.rows("PRAGMA default_collation = NOCASE; CREATE TABLE t(k VARCHAR); INSERT INTO t VALUES ('A')");
  const identity = { type: "Composite" as const, columns: ["k"], values: ["a"] };
  strictEqual((await opened.session.deleteRow({ table: "t", identity })).affectedRows, 0n);
  deepStrictEqual(await opened.rows("FROM t"), [["A"]]);
});

Deno.test("a list of DuckDB whose parts are of unlike types is refused, and none becomes a text of another", async () => {
  await using opened = await Opened.open();
  for (const list of [[new Map([["a", "\n"]]), "x"], [["\n"], 1n], [["\n"], new Map([["a", 1n]])]] as Value[][]) {
    await rejects(opened.rows("SELECT $1::STRUCT(a VARCHAR)[]", [list]), { code: "InvalidRequest" });
  }
});

Deno.test("a VARIANT of DuckDB is marked as a description: it finds no row and is not written back", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(k VARIANT, n INT); INSERT INTO t VALUES (1::VARIANT, 1), ('1'::VARIANT, 2)");
  const cell = { type: "Unsupported", value: "1" } as const;
  deepStrictEqual((await opened.rows("SELECT k FROM t WHERE n = 1"))[0], [cell]);
  const byCell = { type: "Composite" as const, columns: ["k"], values: [cell] };
  const byNumber = { type: "Composite" as const, columns: ["n"], values: [2n] };
  await rejects(opened.session.updateRow({ table: "t", identity: byCell, changes: [["n", 9n]] }), {
    code: "InvalidRequest",
  });
  await rejects(opened.session.updateRow({ table: "t", identity: byNumber, changes: [["k", cell]] }), {
    code: "InvalidRequest",
  });
  deepStrictEqual(await opened.rows("SELECT n FROM t ORDER BY n"), [[1n], [2n]]);
});

Deno.test("rows of DuckDB are found and written by a UNION, by its tag and its member", async () => {
  await using opened = await Opened.open();
  const type = "UNION(x INT, y VARCHAR, z DECIMAL(9,2), l INT[])";
  await opened.rows(`CREATE TABLE t(k ${type}, n INT)`);
  await opened.rows("INSERT INTO t VALUES (1, 1), ('1', 2), (1.50::DECIMAL(9,2), 3), ([1, 2], 4), (NULL, 5)");
  const cells = (await opened.rows("SELECT k FROM t ORDER BY n")).map(([cell]) => cell as Value);
  for (const [i, cell] of cells.entries()) {
    const identity = { type: "Composite" as const, columns: ["k"], values: [cell] };
    const { returningRow } = await opened.session.updateRow({ table: "t", identity, changes: [["n", BigInt(10 * i)]] });
    deepStrictEqual(returningRow, [cell, BigInt(10 * i)]);
    await opened.session.deleteRow({ table: "t", identity });
    strictEqual((await opened.rows("FROM t")).length, cells.length - 1);
    await opened.session.insertRow({ table: "t", columns: ["k", "n"], values: [cell, 0n] });
    deepStrictEqual(
      await opened.rows("SELECT union_tag(k)::VARCHAR, k FROM t WHERE n = 0 ORDER BY rowid DESC LIMIT 1"),
      [[
        cell === null ? null : [...(cell as Map<string, Value>).keys()][0],
        cell,
      ]],
    );
  }
});

Deno.test("views of DuckDB take no writes, in DuckDB's own words", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a INT); INSERT INTO t VALUES (1); CREATE VIEW v AS FROM t");
  const identity = { type: "Composite" as const, columns: ["a"], values: [1n] };
  await rejects(opened.session.insertRow({ table: "v", columns: ["a"], values: [2n] }), {
    code: "Driver",
    message: /v/,
  });
  await rejects(opened.session.deleteRow({ table: "v", identity }), { code: "Driver", message: /base table/i });
  deepStrictEqual(await opened.rows("FROM t"), [[1n]]);
});
