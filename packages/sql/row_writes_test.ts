import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { RecordIdentity, Value } from "@fluxwire/sdk";
import { LONGEST_CELL, MemoryDatabase } from "./testing/memory_database.ts";

const T = "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b); INSERT INTO t VALUES (1, 'x', 10), (2, 'y', NULL)";

function identity(columns: string[], values: Value[]): RecordIdentity {
  return { type: "Composite", columns, values };
}

const ONE = identity(["id"], [1n]);

Deno.test("updateRow() changes one row and gives it back", async () => {
  using db = new MemoryDatabase(T);
  const result = await db.session.updateRow({ table: "t", identity: ONE, changes: [["a", "z"]] }, db.context);
  deepStrictEqual(result, { affectedRows: 1n, returningRow: [1, "z", 10] });
  deepStrictEqual(db.rows("SELECT a FROM t"), [["z"], ["y"]]);
  strictEqual(db.texts.at(-1), "COMMIT");
});

Deno.test("a write of a row that is not there changes nothing, and says so", async () => {
  using db = new MemoryDatabase(T);
  const gone = identity(["id"], [9n]), none = { affectedRows: 0n, returningRow: null };
  deepStrictEqual(await db.session.updateRow({ table: "t", identity: gone, changes: [["a", 1n]] }, db.context), none);
  deepStrictEqual(await db.session.deleteRow({ table: "t", identity: gone }, db.context), none);
});

Deno.test("an identity of several rows changes none, and is counted", async () => {
  using db = new MemoryDatabase("CREATE TABLE t(a, b); INSERT INTO t VALUES (1, NULL), (1, NULL), (1, NULL), (1, 2)");
  const same = identity(["a", "b"], [1n, null]);
  const error = { code: "InvalidRequest", message: /its identity is that of 3 rows; nothing was changed/ };
  await rejects(db.session.deleteRow({ table: "t", identity: same }, db.context) as Promise<unknown>, error);
  const changes: [string, Value][] = [["b", 5n]];
  await rejects(db.session.updateRow({ table: "t", identity: same, changes }, db.context) as Promise<unknown>, error);
  deepStrictEqual(db.rows("SELECT count(*) FROM t WHERE b IS NULL"), [[3]]);
  strictEqual(db.texts.at(-1), "ROLLBACK");
});

Deno.test("rows of a view are written by its triggers, whatever the database counts", async () => {
  using db = new MemoryDatabase(`${T};
    CREATE VIEW w AS SELECT id, a FROM t;
    CREATE TRIGGER u INSTEAD OF UPDATE ON w BEGIN UPDATE t SET a = upper(new.a) WHERE id = old.id; END;
    CREATE TRIGGER d INSTEAD OF DELETE ON w BEGIN DELETE FROM t WHERE id = old.id; END;
    CREATE TRIGGER i INSTEAD OF INSERT ON w BEGIN INSERT INTO t VALUES (new.id, new.a, 0); END`);
  const { session, context } = db;
  strictEqual(
    (await session.updateRow({ table: "w", identity: ONE, changes: [["a", "q"]] }, context)).affectedRows,
    1n,
  );
  strictEqual(
    (await session.insertRow({ table: "w", columns: ["id", "a"], values: [3n, "c"] }, context)).affectedRows,
    1n,
  );
  const two = identity(["id"], [2n]);
  strictEqual((await session.deleteRow({ table: "w", identity: two }, context)).affectedRows, 1n);
  deepStrictEqual(db.rows("SELECT id, a FROM t"), [[1, "Q"], [3, "c"]]);
});

Deno.test("a write that a trigger ignored is an error that says so, and the rest of the trigger stays done", async () => {
  using db = new MemoryDatabase(`${T}; CREATE TABLE log(what);
    CREATE TRIGGER u BEFORE UPDATE ON t BEGIN INSERT INTO log VALUES ('u'); SELECT RAISE(IGNORE); END;
    CREATE TRIGGER d BEFORE DELETE ON t BEGIN INSERT INTO log VALUES ('d'); SELECT RAISE(IGNORE); END;
    CREATE TRIGGER i BEFORE INSERT ON t BEGIN INSERT INTO log VALUES ('i'); SELECT RAISE(IGNORE); END`);
  const { session, context } = db;
  const kept = { code: "Driver", message: /The statement was run, but a trigger or rule kept the row as it was/ };
  await rejects(
    session.updateRow({ table: "t", identity: ONE, changes: [["a", "q"]] }, context) as Promise<unknown>,
    kept,
  );
  await rejects(session.deleteRow({ table: "t", identity: ONE }, context) as Promise<unknown>, kept);
  const out = { code: "Driver", message: /The statement was run, but no further row with these values is there/ };
  await rejects(session.insertRow({ table: "t", columns: ["id"], values: [7n] }, context) as Promise<unknown>, out);
  deepStrictEqual(db.rows("SELECT a FROM t"), [["x"], ["y"]]);
  deepStrictEqual(db.rows("SELECT what FROM log"), [["u"], ["d"], ["i"]]);
});

Deno.test("a row that a constraint ignores is not called added, although an equal one is there", async () => {
  using db = new MemoryDatabase(
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a UNIQUE ON CONFLICT IGNORE); INSERT INTO t VALUES (1, 'x')",
  );
  const { session, context } = db, insert = { table: "t", columns: ["a"], values: ["x"] };
  const out = { code: "Driver", message: /^The statement was run, but no further row with these values is there/ };
  await rejects(session.insertRow(insert, context) as Promise<unknown>, out);
  deepStrictEqual(db.rows("SELECT id, a FROM t"), [[1, "x"]]);
});

Deno.test("a removal that a later trigger takes back is an error that says so", async () => {
  using db = new MemoryDatabase(`CREATE TABLE t (id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (1, 'x');
    CREATE TRIGGER d AFTER DELETE ON t BEGIN INSERT INTO t VALUES (old.id, old.a); END`);
  const { session, context } = db;
  const request = { table: "t", identity: { type: "Composite", columns: ["id"], values: [1n] } } as const;
  await rejects(session.deleteRow(request as never, context) as Promise<unknown>, {
    message: /kept the row as it was/,
  });
  deepStrictEqual(db.rows("SELECT id, a FROM t"), [[1, "x"]]);
});

Deno.test("a trigger that changes the row instead of its deletion has written it", async () => {
  using db = new MemoryDatabase(`${T};
    CREATE TRIGGER d BEFORE DELETE ON t BEGIN UPDATE t SET a = 'gone' WHERE id = old.id; SELECT RAISE(IGNORE); END`);
  const result = await db.session.deleteRow({ table: "t", identity: ONE }, db.context);
  deepStrictEqual(result, { affectedRows: 1n, returningRow: [1, "gone", 10] });
});

Deno.test("a change to the values that are there already is done, also where nothing is returned", async () => {
  using db = new MemoryDatabase(`${T}; CREATE TRIGGER u BEFORE UPDATE ON t BEGIN SELECT RAISE(IGNORE); END`);
  const result = await db.session.updateRow({ table: "t", identity: ONE, changes: [["a", "x"]] }, db.context);
  deepStrictEqual(result, { affectedRows: 1n, returningRow: [1, "x", 10] });
});

Deno.test("a table whose writes return nothing is written without that, and the row is read back", async () => {
  const refusesReturning = (error: unknown) => /RETURNING is not available/.test(String(error));
  using db = new MemoryDatabase("CREATE VIRTUAL TABLE t USING fts5(a, b); INSERT INTO t VALUES ('x', 'y')", {
    refusesReturning,
  });
  const key = identity(["a"], ["x"]), { session, context } = db;
  const updated = await session.updateRow({ table: "t", identity: key, changes: [["b", "z"]] }, context);
  deepStrictEqual(updated, { affectedRows: 1n, returningRow: ["x", "z"] });
  strictEqual((await session.deleteRow({ table: "t", identity: key }, context)).affectedRows, 1n);
  deepStrictEqual(db.rows("SELECT count(*) FROM t"), [[0]]);
});

Deno.test("a write inside a transaction of the user's is undone alone if it fails", async () => {
  using db = new MemoryDatabase(`${T}; CREATE UNIQUE INDEX one ON t(a); BEGIN; INSERT INTO t VALUES (3, 'z', 0)`);
  const changes: [string, Value][] = [["a", "y"]];
  await rejects(
    db.session.updateRow({ table: "t", identity: ONE, changes }, db.context) as Promise<unknown>,
    /UNIQUE constraint failed/,
  );
  deepStrictEqual(db.rows("SELECT a FROM t"), [["x"], ["y"], ["z"]]);
  deepStrictEqual(db.texts.slice(-2), ["ROLLBACK TO SAVEPOINT fluxwire_row", "RELEASE SAVEPOINT fluxwire_row"]);
});

Deno.test("what only describes a cell is no identity and is not written back", async () => {
  using db = new MemoryDatabase(T);
  const described: Value = { type: "Unsupported", value: "text that is no UTF-8" };
  const error = { code: "InvalidRequest", message: /it describes what is stored, and is not the stored value itself/ };
  const { session, context } = db;
  for (const value of [described, ["x", described], new Map([["x", [described]]])]) {
    const key = identity(["a"], [value]);
    await rejects(session.deleteRow({ table: "t", identity: key }, context) as Promise<unknown>, error);
  }
  const changes: [string, Value][] = [["b", described]];
  await rejects(session.updateRow({ table: "t", identity: ONE, changes }, context) as Promise<unknown>, error);
  deepStrictEqual(db.rows("SELECT count(*) FROM t"), [[2]]);
});

Deno.test("columns and values of unequal number are refused before anything is run", async () => {
  using db = new MemoryDatabase(T);
  const { session, context } = db;
  const short = identity(["id", "a"], [1n]);
  const promises = [
    () => session.deleteRow({ table: "t", identity: short }, context),
    () => session.insertRow({ table: "t", columns: ["id", "a"], values: [5n] }, context),
  ];
  for (const run of promises) {
    await rejects(async () => await run(), { code: "InvalidRequest", message: /2 columns and 1 values/ });
  }
  deepStrictEqual(db.texts, []);
});

Deno.test("a returned row that no answer can hold is left out, and the write stays done", async () => {
  using db = new MemoryDatabase(T);
  const changes: [string, Value][] = [["a", "z".repeat(2_000)]];
  const result = await db.session.updateRow({ table: "t", identity: ONE, changes }, db.context);
  deepStrictEqual(result, { affectedRows: 1n, returningRow: null });
  deepStrictEqual(db.rows("SELECT length(a) FROM t WHERE id = 1"), [[2_000]]);
});

Deno.test("a row that no answer can hold is added, changed and removed, and stays out of the result", async () => {
  using db = new MemoryDatabase(T);
  const { session, context } = db, long = "z".repeat(LONGEST_CELL + 1), done = { affectedRows: 1n, returningRow: null };
  deepStrictEqual(await session.insertRow({ table: "t", columns: ["id", "a"], values: [7n, long] }, context), done);
  const seven = identity(["id"], [7n]);
  deepStrictEqual(await session.updateRow({ table: "t", identity: seven, changes: [["b", 1n]] }, context), done);
  deepStrictEqual(db.rows("SELECT length(a), b FROM t WHERE id = 7"), [[long.length, 1]]);
  deepStrictEqual(await session.deleteRow({ table: "t", identity: seven }, context), done);
  deepStrictEqual(db.rows("SELECT id FROM t"), [[1], [2]]);
});

Deno.test("a trigger is seen that keeps a row that no answer can hold", async () => {
  using db = new MemoryDatabase(`${T}; UPDATE t SET a = printf('%.20000c', 'x') WHERE id = 1;
    CREATE TRIGGER u BEFORE UPDATE ON t BEGIN SELECT RAISE(IGNORE); END;
    CREATE TRIGGER d BEFORE DELETE ON t BEGIN SELECT RAISE(IGNORE); END`);
  const { session, context } = db, kept = /a trigger or rule kept the row as it was/;
  await rejects(
    async () => await session.updateRow({ table: "t", identity: ONE, changes: [["b", 5n]] }, context),
    kept,
  );
  await rejects(async () => await session.deleteRow({ table: "t", identity: ONE }, context), kept);
});
