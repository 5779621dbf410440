import { deepStrictEqual, notDeepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { RpcError, type Value } from "@fluxwire/wire";
import { ManualClock } from "@fluxwire/transport";
import { Opened } from "../testing/opened.ts";

/** Statements and their rows, on fresh fixtures. */
const SELECTS: readonly [string, Value[][]][] = [
  ["SELECT 1, 'it''s', NULL, X'00ff', -1.5, true", [[1n, "it's", null, Uint8Array.of(0, 255), -1.5, true]]],
  ["select name from customers where active = TRUE order by name desc limit 2;", [["Zoë 'Z' 🚀"], ["Grace"]]],
  ["SELECT name AS who FROM customers ORDER BY id LIMIT 2 OFFSET 1 -- the second page", [["Grace"], ["Edsger"]]],
  ["SELECT id FROM customers WHERE email IS NULL OR name LIKE 'G%'", [[2n], [3n]]],
  ["SELECT id FROM customers WHERE NOT (email LIKE '%@example.org')", []],
  ["SELECT id FROM customers WHERE name ILIKE 'ADA' AND id IN (1, 2)", [[1n]]],
  ["SELECT id FROM orders WHERE total > 5 AND status NOT IN ('open', 'sent') ORDER BY total DESC", [[12n], [10n]]],
  ["SELECT id FROM orders WHERE placed >= DATE '2024-03-02'", [[11n]]],
  ["SELECT count(*) FROM shop.customers WHERE customers.id <> 1", [[3n]]],
  ["SELECT * FROM paid_orders LIMIT 1", [[10n, 1n, { type: "Decimal", value: "19.90" }]]],
  ["SELECT series(3) AS n, 'x' LIMIT 2 OFFSET 1", [[2n, "x"], [3n, "x"]]],
  ["SELECT repeat('ab', 2), current_database(), version()", [["abab", "shop", "mock 1.0"]]],
  ["WITH t AS (SELECT 'w' AS x, 1 AS y) SELECT y, x FROM t", [[1n, "w"]]],
  ["WITH a AS (SELECT id FROM customers), b AS (SELECT id FROM a WHERE id > 2) SELECT count(*) FROM b", [[2n]]],
  ["WITH s AS (SELECT series(3) AS n) SELECT * FROM s WHERE n > 1 ORDER BY n DESC", [[3n], [2n]]],
  ["SELECT x AS a, x AS b FROM (SELECT 'it''s' AS x) AS t", [["it's", "it's"]]],
  ["EXPLAIN SELECT x FROM (SELECT 1 AS x) AS t WHERE x = 1", [
    [1n, "scan", "t"],
    [2n, "filter", "WHERE x = 1"],
    [3n, "give", "x"],
  ]],
  ["SELECT value FROM samples WHERE kind = 'Array'", [[[1n, null, ["nested", 2.5]]]]],
  ["EXPLAIN SELECT id FROM customers WHERE id = 1 LIMIT 1", [
    [1n, "scan", "customers, 4 rows"],
    [2n, "filter", "WHERE id = 1, 1 rows"],
    [3n, "limit", "1 from 0"],
    [4n, "give", "id"],
  ]],
  ["DESCRIBE articles", [
    ["_id", "ObjectId", false, true, null],
    ["title", "String", true, false, null],
    ["tags", "Array", true, false, null],
    ["author", "Document", true, false, null],
  ]],
];

Deno.test("the mini-SQL gives the rows of every form in its grammar", async () => {
  await using opened = await Opened.open();
  for (const [sql, rows] of SELECTS) deepStrictEqual(await opened.rows(sql), rows, sql);
});

/** Statements that fail, and why. */
const FAILURES: readonly [string, string, string][] = [
  [
    "",
    "Driver",
    'Syntax error at 0: expected SELECT, WITH, INSERT, UPDATE, DELETE, EXPLAIN, DESCRIBE, USE, CREATE or DROP, found "the end"',
  ],
  ["SELECT id FROM customers WHERE", "Driver", 'Syntax error at 30: expected a name, found "the end"'],
  ["SELECT 1 2", "Driver", 'Syntax error at 9: expected the end, found "2"'],
  ["SELECT #", "Driver", 'Syntax error at 7: "#" begins no word'],
  ["SELECT * FROM nothing", "Driver", "No such table: nothing"],
  ["WITH t AS (SELECT 1 AS x FROM t) SELECT x FROM t", "Driver", "No such table: t"],
  ["WITH t AS (DELETE FROM orders) SELECT 1", "Driver", 'Syntax error at 11: expected SELECT, found "DELETE"'],
  ["SELECT nothing FROM orders", "Driver", "No such column: orders.nothing"],
  ["SELECT nothing(1)", "Driver", "No such function: nothing"],
  ["SELECT ?", "Driver", "Cannot run statement: parameter 1 is not among 0"],
  [
    "SELECT repeat('xx', 20000000)",
    "InvalidRequest",
    "Cannot make 40000000 characters: expected 0 to 33554432; ask for less",
  ],
  ["SELECT series(-1)", "InvalidRequest", "Cannot make -1 rows: expected 0 to 1000000; ask for less"],
  ["INSERT INTO customers (id) VALUES (9)", "Driver", "NOT NULL constraint failed: customers.name"],
  ["INSERT INTO customers (id, name) VALUES (9)", "Driver", "Cannot insert into customers: 1 values for 2 columns"],
  ["INSERT INTO customers (id, name) VALUES (1, 'x')", "Driver", "UNIQUE constraint failed: customers.id"],
  ["UPDATE customers SET email = 'same'", "Driver", "UNIQUE constraint failed: customers.email"],
  ["USE nowhere", "Driver", "No such database: nowhere"],
  ["SELECT fail('Timeout', 'Too slow')", "Timeout", "Too slow"],
  ['SELECT "count"(*) FROM orders', "Driver", 'Syntax error at 14: expected the end, found "("'],
];

Deno.test("the mini-SQL reports what is wrong and where, and the session goes on", async () => {
  await using opened = await Opened.open();
  for (const [sql, code, message] of FAILURES) {
    await rejects(opened.execute(sql), (error) => {
      deepStrictEqual([(error as RpcError).code, (error as RpcError).message], [code, message], sql);
      return error instanceof RpcError;
    });
  }
  await rejects(opened.execute("SELECT crash()"), {
    code: "Internal",
    message: /^Internal driver error [-0-9a-f]{36};/,
  });
  deepStrictEqual(await opened.rows("SELECT count(*) FROM customers"), [[4n]]);
});

Deno.test("the mini-SQL changes rows, and sessions do not see each other's changes", async () => {
  await using one = await Opened.open();
  await using other = await Opened.open();
  const added = await one.execute("INSERT INTO customers (id, name) VALUES (5, ?), (6, $2) RETURNING *", {
    params: ["Barbara", "Tony"],
  });
  deepStrictEqual([added.affectedRows, added.rows], [2n, [
    [5n, "Barbara", null, true, null],
    [6n, "Tony", null, true, null],
  ]]);
  strictEqual((await one.execute("UPDATE customers SET name = 'B', active = FALSE WHERE id = 5")).affectedRows, 1n);
  strictEqual((await one.execute("DELETE FROM customers WHERE id < 5")).affectedRows, 4n);
  deepStrictEqual(await one.rows("SELECT name, active FROM customers ORDER BY id"), [["B", false], ["Tony", true]]);
  deepStrictEqual(await other.rows("SELECT count(*) FROM customers"), [[4n]]);
});

Deno.test("the mini-SQL returns every kind of value unchanged, in every layout", async () => {
  for (const layout of ["0.4", "0.5", "0.6", "0.7.0", "0.7.1", "0.8"] as const) {
    await using opened = await Opened.open({ layout });
    const samples = await opened.rows("SELECT kind, value FROM samples ORDER BY id");
    strictEqual(new Set(samples.map(([kind]) => kind)).size, 15);
    for (const [kind, value] of samples) {
      deepStrictEqual(await opened.rows("SELECT ?", [value!]), [[value]], `${kind} in ${layout}`);
    }
    deepStrictEqual(await opened.rows("SELECT ?, $1", [1.0]), [[1.0, 1.0]]);
  }
});

Deno.test("the mini-SQL supports several databases, and the request's limits", async () => {
  await using opened = await Opened.open();
  const count = "SELECT count(*) FROM readings";
  deepStrictEqual((await opened.execute(count, { database: "plant" })).rows, [[1000n]]);
  deepStrictEqual(await opened.rows("SELECT sensor FROM plant.readings WHERE readings.id = 1"), [["sensor-0"]]);
  await opened.execute("USE plant");
  const page = await opened.execute("SELECT id FROM readings", { limit: 2, offset: 997 });
  deepStrictEqual(page.rows, [[998n], [999n]]);
});

Deno.test("the mini-SQL creates and drops tables of a session", async () => {
  await using opened = await Opened.open();
  await opened.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)");
  await rejects(opened.execute("CREATE TABLE notes (id INTEGER)"), /Cannot create notes: the name is taken/);
  await opened.execute("INSERT INTO notes (id, text) VALUES (1, 'kept')");
  await rejects(opened.execute("INSERT INTO notes (id) VALUES (1)"), /notes/);
  deepStrictEqual(await opened.rows("SELECT * FROM notes"), [[1n, "kept"]]);
  await using other = await Opened.open();
  await rejects(other.execute("DROP TABLE notes"), /No such table: notes/);
  await opened.execute("DROP TABLE notes");
  await rejects(opened.execute("SELECT * FROM notes"), /No such table or view: notes|No such table: notes/);
});

Deno.test("the fixtures are derived from the seed", async () => {
  const values = async (seed: number) => {
    await using opened = await Opened.open({ seed, values: { database: "plant" } });
    return (await opened.rows("SELECT value FROM readings")).flat();
  };
  deepStrictEqual(await values(1), await values(1));
  notDeepStrictEqual(await values(1), await values(2));
});

Deno.test("SELECT sleep() ends when it is cancelled, and so does its timer", async () => {
  const clock = new ManualClock();
  await using opened = await Opened.open({
    clock: {
      now: () => 0,
      setTimeout: (callback, ms) => clock.setTimeout(callback, ms),
      clearTimeout: (id) => clock.clearTimeout(id),
    },
  });
  const sleeping = rejects(opened.execute("SELECT sleep(60000)"), { code: "Cancelled" });
  while (clock.timers.size === 0) await opened.client.ping();
  await opened.session.cancelActive();
  await sleeping;
  strictEqual(clock.timers.size, 0);
  const short = opened.execute("SELECT sleep(5)");
  while (clock.timers.size === 0) await opened.client.ping();
  clock.fire();
  deepStrictEqual((await short).rows, [[5n]]);
});

Deno.test("a read-only session refuses writes; opening fails as the form's help says", async () => {
  await using opened = await Opened.open({ values: { read_only: "true" } });
  await rejects(opened.execute("DELETE FROM orders"), /Cannot write orders: the session is read-only/);
  await rejects(opened.client.open({ password: "wrong" }), { code: "Driver", message: /Authentication failed/ });
  await rejects(opened.client.open({ server: "unreachable" }), { code: "Transport", retriable: true });
  await rejects(opened.client.open({ server: "" }), { code: "InvalidRequest" });
});
