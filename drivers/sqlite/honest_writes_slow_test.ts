import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import type { RecordIdentity, Value } from "@fluxwire/wire";
import { FreshFile, Opened } from "./testing/opened.ts";

function by(columns: string[], values: Value[]): RecordIdentity {
  return { type: "Composite", columns, values };
}

/** The methods that change rows of a table. */
function rowsOf(opened: Opened, table: string) {
  return {
    insert: async (columns: string[], values: Value[]) =>
      (await opened.call({ type: "InsertRow", insert: { table, columns, values } })).result,
    update: async (identity: RecordIdentity, changes: [string, Value][]) =>
      (await opened.call({ type: "UpdateRow", patch: { table, identity, changes } })).result,
    remove: async (identity: RecordIdentity) =>
      (await opened.call({ type: "DeleteRow", delete: { table, identity } })).result,
    page: async () =>
      (await opened.call({
        type: "BrowseTable",
        request: { table: { name: table }, pagination: { type: "Offset", limit: 100, offset: 0n }, orderBy: [] },
      })).result.rows,
  };
}

Deno.test("rows of a view with INSTEAD OF triggers are changed, and the answer says one row", async () => {
  await using opened = await Opened.open();
  await opened.rows(`CREATE TABLE b(id INTEGER PRIMARY KEY, a TEXT); INSERT INTO b VALUES (1, 'x'), (2, 'y');
    CREATE VIEW w AS SELECT * FROM b;
    CREATE TRIGGER wi INSTEAD OF INSERT ON w BEGIN INSERT INTO b VALUES (NEW.id, NEW.a); END;
    CREATE TRIGGER wu INSTEAD OF UPDATE ON w BEGIN UPDATE b SET a = NEW.a WHERE id = OLD.id; END;
    CREATE TRIGGER wd INSTEAD OF DELETE ON w BEGIN DELETE FROM b WHERE id = OLD.id; END`);
  const { insert, update, remove } = rowsOf(opened, "w");
  strictEqual((await insert(["id", "a"], [3n, "z"])).affectedRows, 1n);
  strictEqual((await update(by(["id"], [1n]), [["a", "new"]])).affectedRows, 1n);
  strictEqual((await remove(by(["id"], [2n]))).affectedRows, 1n);
  deepStrictEqual(await opened.rows("SELECT * FROM b"), [[1n, "new"], [3n, "z"]]);
});

Deno.test("rows of a view without triggers are refused in SQLite's own words", async () => {
  await using opened = await Opened.open();
  await opened.rows(
    "CREATE TABLE b(id INTEGER PRIMARY KEY); INSERT INTO b VALUES (1); CREATE VIEW w AS SELECT * FROM b",
  );
  const { insert, remove } = rowsOf(opened, "w"),
    expected = { code: "Driver", message: /cannot modify w because it is a view/ };
  await rejects(insert(["id"], [2n]), expected);
  await rejects(remove(by(["id"], [1n])), expected);
});

Deno.test("a trigger that keeps a row as it was is named, and the change is not reported as done", async () => {
  await using opened = await Opened.open();
  await opened.rows(`CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x');
    CREATE TRIGGER u BEFORE UPDATE ON t BEGIN SELECT RAISE(IGNORE); END;
    CREATE TRIGGER d BEFORE DELETE ON t BEGIN SELECT RAISE(IGNORE); END;
    CREATE TRIGGER i BEFORE INSERT ON t BEGIN SELECT RAISE(IGNORE); END`);
  const { insert, update, remove } = rowsOf(opened, "t");
  const kept = { code: "Driver", message: "The statement was run, but a trigger or rule kept the row as it was" };
  await rejects(update(by(["id"], [1n]), [["a", "y"]]), kept);
  await rejects(remove(by(["id"], [1n])), kept);
  await rejects(insert(["id"], [2n]), { code: "Driver", message: /a trigger or rule kept it out/ });
  deepStrictEqual(await opened.rows("SELECT * FROM t"), [[1n, "x"]]);
});

Deno.test("rows of FTS5 and R*Tree tables, which cannot return rows, are changed", async () => {
  await using opened = await Opened.open();
  await opened.rows(`CREATE VIRTUAL TABLE words USING fts5(word); INSERT INTO words VALUES ('a'), ('b');
    CREATE VIRTUAL TABLE boxes USING rtree(id, low, high); INSERT INTO boxes VALUES (1, 0, 1), (2, 2, 3)`);
  const words = rowsOf(opened, "words"), boxes = rowsOf(opened, "boxes");
  const updated = await words.update(by(["word"], ["a"]), [["word", "c"]]);
  deepStrictEqual([updated.affectedRows, updated.returningRow], [1n, ["c"]]);
  strictEqual((await words.remove(by(["word"], ["b"]))).affectedRows, 1n);
  strictEqual((await words.insert(["word"], ["d"])).affectedRows, 1n);
  deepStrictEqual(await opened.rows("SELECT word FROM words ORDER BY word"), [["c"], ["d"]]);
  strictEqual((await boxes.update(by(["id"], [1n]), [["high", 5]])).affectedRows, 1n);
  strictEqual((await boxes.remove(by(["id"], [2n]))).affectedRows, 1n);
  deepStrictEqual(await opened.rows("SELECT * FROM boxes"), [[1n, 0, 5]]);
});

Deno.test("a row added to a virtual table is given back as it is stored", async () => {
  await using opened = await Opened.open();
  await opened.rows(`CREATE VIRTUAL TABLE words USING fts5(word); CREATE VIRTUAL TABLE boxes USING rtree(id, low, high);
    CREATE VIRTUAL TABLE unkept USING fts5(word, content='')`);
  const words = rowsOf(opened, "words"), boxes = rowsOf(opened, "boxes"), unkept = rowsOf(opened, "unkept");
  // R*Tree keeps numbers of 32 bits, rounded so that the box contains them, and such a table of FTS5 no text.
  const added = [
    await words.insert(["word"], ["a"]),
    await boxes.insert(["id", "low", "high"], [1n, 0.5, 2]),
    await boxes.insert(["id", "low", "high"], [2n, 0.1, 2]),
    await unkept.insert(["word"], ["a"]),
  ];
  deepStrictEqual(added.map(({ affectedRows, returningRow }) => [affectedRows, returningRow]), [
    [1n, ["a"]],
    [1n, [1n, 0.5, 2]],
    [1n, [2n, 0.09999998658895493, 2]],
    [1n, [null]],
  ]);
  deepStrictEqual(await opened.rows("SELECT count(*) FROM unkept WHERE unkept MATCH 'a'"), [[1n]]);
});

Deno.test("text that is not shown exactly looks different, and is no identity", async () => {
  await using opened = await Opened.open();
  await opened.rows(`CREATE TABLE t(a TEXT PRIMARY KEY, b);
    INSERT INTO t VALUES (CAST(x'ff' AS TEXT), 1), (CAST(x'fe' AS TEXT), 2), (char(65533), 3), ('a', 4),
      (CAST(x'61ff' AS TEXT), 5), ('a' || char(0) || 'b', 6), (CAST(x'f09f98' AS TEXT), 7)`);
  const { page, update, remove } = rowsOf(opened, "t");
  const described = (hex: string) => ({ type: "Unsupported" as const, value: `text that is not valid: x'${hex}'` });
  const shown = new Map((await page()).map(([a, b]) => [b, a!]));
  deepStrictEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n].map((b) => shown.get(b)), [
    described("ff"),
    described("fe"),
    "\uFFFD",
    "a",
    described("61ff"),
    "a\0b",
    described("f09f98"),
  ]);
  deepStrictEqual(await opened.rows("SELECT a FROM t WHERE b = 1"), [[described("ff")]]);
  const refused = { code: "InvalidRequest", message: /^Cannot use the value text that is not valid: x'/ };
  for (const b of [1n, 2n, 5n, 7n]) {
    await rejects(update(by(["a"], [shown.get(b)!]), [["b", 0n]]), refused);
    await rejects(remove(by(["a"], [shown.get(b)!])), refused);
    await rejects(update(by(["b"], [4n]), [["a", shown.get(b)!]]), refused);
  }
  strictEqual((await update(by(["a"], ["a\0b"]), [["b", 60n]])).affectedRows, 1n);
  deepStrictEqual(await opened.rows("SELECT b FROM t ORDER BY b"), [[1n], [2n], [3n], [4n], [5n], [7n], [60n]]);
});

Deno.test("text that a write returns is exact, or looks different", async () => {
  for (const encoding of ["UTF-8", "UTF-16le"]) {
    await using opened = await Opened.open();
    const [invalid, hex] = encoding === "UTF-8" ? ["x'61ff'", "61ff"] : ["x'00d8'", "00d8"];
    await opened.rows(`PRAGMA encoding = '${encoding}'; CREATE TABLE t("a\`""" TEXT PRIMARY KEY, b);
      INSERT INTO t VALUES ('é' || char(0) || 'b', 1), (CAST(${invalid} AS TEXT), 2), (char(65533), 3), ('é', 4)`);
    const described = { type: "Unsupported" as const, value: `text that is not valid: x'${hex}'` };
    const stored = ["é\0b", described, "\uFFFD", "é"];
    const { insert, update, remove } = rowsOf(opened, "t");
    for (const [i, text] of stored.entries()) {
      const b = BigInt(i + 1);
      deepStrictEqual((await update(by(["b"], [b]), [["b", b + 10n]])).returningRow, [text, b + 10n]);
    }
    deepStrictEqual((await insert(['a`"', "b"], ["x\0y", 9n])).returningRow, ["x\0y", 9n]);
    for (const end of ["", "; ", " -- all ;\n;", " /* all */"]) {
      const rows = await opened.rows(`UPDATE t SET b = b + 1 RETURNING b, *${end}`);
      deepStrictEqual(rows.map(([, text]) => text), [...stored, "x\0y"]);
    }
    deepStrictEqual(await opened.rows("PRAGMA count_changes = ON; UPDATE t SET b = b + 1"), [[5n]]);
    for (const [i, text] of stored.entries()) {
      deepStrictEqual((await remove(by(["b"], [BigInt(i + 16)]))).returningRow?.[0], text);
    }
    deepStrictEqual(await opened.rows("SELECT * FROM t"), [["x\0y", 14n]]);
  }
});

Deno.test("text of a database in UTF-16 arrives exactly", async () => {
  await using opened = await Opened.open();
  await opened.rows(
    "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(a TEXT); INSERT INTO t VALUES ('aé\u{1f600}'), ('a'), (char(65533))",
  );
  deepStrictEqual(await opened.rows("SELECT a FROM t"), [["aé\u{1f600}"], ["a"], ["\uFFFD"]]);
  await opened.rows("INSERT INTO t VALUES (CAST(x'00d8' AS TEXT))");
  const [row] = (await opened.rows("SELECT a FROM t WHERE rowid = 4"))[0]!;
  deepStrictEqual(row, { type: "Unsupported", value: "text that is not valid: x'00d8'" });
});

const NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <";

Deno.test("a statement that writes and returns more than an answer can hold writes nothing", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT); INSERT INTO t VALUES (0, 'kept')");
  const insert = (count: number, length: number) =>
    `${NUMBERS} ${count}) INSERT INTO t SELECT i, printf('%.${length}c', 'x') FROM n RETURNING a, b`;
  await rejects(opened.rows(insert(30_000, 700)), { code: "Driver", message: /^Cannot send result: / });
  deepStrictEqual(await opened.rows("SELECT count(*) FROM t"), [[1n]]);
  // One row whose bytes fit alone, but not with what is around them.
  await rejects(opened.rows(insert(1, 16_777_200)), { code: "Driver", message: /^Cannot send result: / });
  await opened.rows("BEGIN; INSERT INTO t VALUES (-1, 'mine')");
  await rejects(opened.rows(insert(30_000, 700)), { code: "Driver", message: /^Cannot send result: / });
  await opened.rows("COMMIT");
  deepStrictEqual(await opened.rows("SELECT a FROM t"), [[-1n], [0n]]);
  strictEqual((await opened.rows(insert(100, 700))).length, 100);
  deepStrictEqual(await opened.rows("SELECT count(*) FROM t"), [[102n]]);
});

Deno.test("a write that returns rows and is cancelled is undone, or gives its own answer", async () => {
  await using file = await FreshFile.make();
  await using opened = await Opened.open({ path: file.path });
  await opened.rows("PRAGMA journal_mode = WAL; CREATE TABLE t(a)");
  const answer = opened.session.execute({ sql: `${NUMBERS} 400000) INSERT INTO t SELECT i FROM n RETURNING a` });
  await opened.session.cancelActive();
  const outcome = await answer.then(({ affectedRows }) => affectedRows, (error: { code: string }) => error.code);
  const [[count]] = await opened.rows("SELECT count(*) FROM t") as [[bigint]];
  ok(outcome === "Cancelled" && count === 0n || outcome === count, `${outcome}, ${count} rows`);
});

Deno.test("an identity that names no row changes none, and lists of unequal length are refused", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT); INSERT INTO t VALUES (1, NULL)");
  const { update, remove, insert } = rowsOf(opened, "t");
  deepStrictEqual((await remove(by(["a"], [2n]))).affectedRows, 0n);
  await rejects(remove(by(["a", "b"], [1n])), { code: "InvalidRequest" });
  await rejects(insert(["a", "b"], [2n]), { code: "InvalidRequest" });
  deepStrictEqual((await update(by(["a", "b"], [1n, null]), [["b", "x"]])).affectedRows, 1n);
  deepStrictEqual(await opened.rows("SELECT * FROM t"), [[1n, "x"]]);
});

Deno.test("a write whose regular expression is wrong fails, and changes nothing", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a TEXT); INSERT INTO t VALUES ('x')");
  const wrong = { code: "Driver", message: /Invalid regular expression/ };
  await rejects(opened.rows("UPDATE t SET a = 'y' WHERE a REGEXP '(' RETURNING a"), wrong);
  await rejects(opened.rows("UPDATE t SET a = 'y' WHERE a REGEXP '('"), wrong);
  await rejects(opened.rows("SELECT a FROM t WHERE a REGEXP '('"), wrong);
  deepStrictEqual(await opened.rows("SELECT a FROM t"), [["x"]]);
});

Deno.test("a statement waits for a lock of another connection as long as PRAGMA busy_timeout says, and then fails", async () => {
  await using file = await FreshFile.make();
  await using holder = await Opened.open({ path: file.path });
  await using opened = await Opened.open({ path: file.path });
  await holder.rows("CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  await using patient = await Opened.open({ path: file.path });
  await opened.rows("PRAGMA busy_timeout = 1");
  await patient.rows("PRAGMA busy_timeout = 600000");
  await holder.rows("BEGIN EXCLUSIVE");
  const locked = { code: "Driver", retriable: true, message: /^database is locked: another connection holds / };
  for (
    const sql of [
      "SELECT a FROM t",
      "INSERT INTO t VALUES (2)",
      `SELECT a FROM t -- ${"x".repeat(200_000)}`,
      "DELETE FROM t; SELECT 1",
    ]
  ) {
    await rejects(opened.rows(sql), locked);
  }
  await rejects(rowsOf(opened, "t").insert(["a"], [3n]), locked);
  // Which of the two comes first does not matter: neither fails.
  const [changed] = await Promise.all([rowsOf(patient, "t").insert(["a"], [4n]), holder.rows("COMMIT")]);
  strictEqual(changed.affectedRows, 1n);
  deepStrictEqual(await opened.rows("SELECT a FROM t"), [[1n], [4n]]);
});

Deno.test("a result of more than 1,000 columns is read like others", async () => {
  await using opened = await Opened.open();
  const list = Array.from({ length: 1_500 }, (_, i) => `${i} AS c${i}`).join(", ");
  const [row] = await opened.rows(`SELECT ${list}`);
  deepStrictEqual([row!.length, row![1_499]], [1_500, 1_499n]);
  match(String(row![0]), /^0$/);
});
