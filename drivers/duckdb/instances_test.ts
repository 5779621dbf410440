import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { Opened } from "./testing/opened.ts";

/** A new folder. Disposing it deletes it. */
async function freshFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await Deno.makeTempDir({ prefix: "fluxwire-duckdb-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

Deno.test("sessions of one file share its database, also by a link, and the last one to end closes it", async () => {
  await using folder = await freshFolder();
  const path = `${folder.path}/a b.duckdb`;
  {
    await using opened = await Opened.open({ path });
    await opened.rows("CREATE TABLE t AS SELECT 1 AS a");
    await Deno.symlink(path, `${folder.path}/link.duckdb`);
    const other = await opened.another({ path: `${folder.path}/link.duckdb` });
    await other.execute({ sql: "INSERT INTO t VALUES (2)" });
    deepStrictEqual(await opened.rows("FROM t ORDER BY a"), [[1n], [2n]]);
    await rejects(opened.another({ path, read_only: "true" }), {
      code: "InvalidRequest",
      message:
        `Cannot open ${path}: another session has it open with other values of read only, memory limit or threads; use the same`,
    });
  }
  await using readOnly = await Opened.open({ path, read_only: "true" });
  await rejects(readOnly.rows("INSERT INTO t VALUES (3)"), { message: /read-only mode/ });
  deepStrictEqual(await readOnly.rows("SELECT count(*) FROM t"), [[2n]]);
});

Deno.test("databases in memory are the session's own", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a INT)");
  const other = await opened.another({ path: ":memory:" });
  await rejects(other.execute({ sql: "FROM t" }), { message: /t does not exist/ });
});

Deno.test("the memory limit and the threads of the form hold", async () => {
  await using opened = await Opened.open({ memory_limit: "100MiB", threads: "1" });
  deepStrictEqual(await opened.rows("SELECT current_setting('memory_limit'), current_setting('threads')"), [
    ["100.0 MiB", 1n],
  ]);
  await rejects(opened.another({ path: ":memory:", memory_limit: "much" }), {
    code: "InvalidRequest",
    message: "Cannot open :memory:: memory limit much is no size; give a number and a unit, such as 2GB",
  });
});

Deno.test("CSV and JSON files are read in place, by the name of a view", async () => {
  await using folder = await freshFolder();
  const csv = `${folder.path}/o'ne, "two".csv`;
  await Deno.writeTextFile(csv, "id,name\n1,a\n");
  await using opened = await Opened.open({ path: csv });
  deepStrictEqual(await opened.rows(`SELECT * FROM "o'ne, ""two"""`), [[1n, "a"]]);
  await Deno.writeTextFile(csv, "id,name\n1,a\n2,b\n");
  deepStrictEqual(await opened.rows(`SELECT count(*) FROM "o'ne, ""two"""`), [[2n]]);
  await Deno.writeTextFile(`${folder.path}/x.json`, `[{"a": 1}]`);
  deepStrictEqual((await (await opened.another({ path: `${folder.path}/x.json` })).execute({ sql: "FROM x" })).rows, [
    [1n],
  ]);
  await opened.rows(`COPY (SELECT 7 AS b) TO '${folder.path}/y.parquet'`);
  deepStrictEqual(
    (await (await opened.another({ path: `${folder.path}/y.parquet` })).execute({ sql: "FROM y" })).rows,
    [[7n]],
  );
});

Deno.test("the error for a file that cannot be opened names a remedy", async () => {
  await using opened = await Opened.open();
  await using folder = await freshFolder();
  const refused = async (path: string, message: RegExp): Promise<void> => {
    await rejects(opened.another({ path }), (error: Error & { retriable: boolean }) => {
      ok(message.test(error.message), error.message);
      return !error.retriable;
    });
  };
  await Deno.writeTextFile(`${folder.path}/text`, "no database");
  await refused(`${folder.path}/text`, /not a valid DuckDB database file.*; a CSV, Parquet or JSON file needs that/s);
  await refused(`${folder.path}/nowhere/a.duckdb`, /^Cannot open .*No such file or directory/);
  await refused(`${folder.path}/none.csv`, /^Cannot open .*No files found/);
  await refused("a\0b", /^Cannot open a\\0b: its path has a NUL character/);
});

Deno.test("no statement downloads an extension by itself", async () => {
  await using opened = await Opened.open();
  deepStrictEqual(await opened.rows("SELECT current_setting('autoinstall_known_extensions')"), [[false]]);
});
