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

Deno.test("a file whose session read a page of a result is closed with it, and opens again", async () => {
  await using folder = await freshFolder();
  await using served = await Opened.open();
  const path = `${folder.path}/a.duckdb`, pagination = { type: "Offset", limit: 1, offset: 0n } as const;
  const first = await served.another({ path });
  await first.execute({ sql: "CREATE TABLE t AS FROM range(100000)" });
  await first.execute({ sql: "FROM range(1000000000000)", limit: 1 });
  await first.browseTable({ table: { name: "t" }, pagination, orderBy: [] });
  const tooLarge = "SELECT repeat('x', 1000) FROM range(1000000)";
  await rejects(first.execute({ sql: tooLarge }), { message: /^Cannot send result/ });
  await first.close();
  const second = await served.another({ path, read_only: "true" });
  deepStrictEqual((await second.execute({ sql: "SELECT count(*) FROM t" })).rows, [[100_000n]]);
});

Deno.test("a page of an endless result leaves a transaction of DuckDB as it is, and the file can be opened again", async () => {
  await using folder = await freshFolder();
  await using served = await Opened.open();
  const path = `${folder.path}/a.duckdb`, endless = { sql: "FROM range(1000000000000)", limit: 1 };
  const first = await served.another({ path });
  await first.execute({ sql: "CREATE TABLE t(a INT); BEGIN; INSERT INTO t VALUES (1)" });
  deepStrictEqual((await first.execute(endless)).rows, [[0n]]);
  await first.execute({ sql: "INSERT INTO t VALUES (2); COMMIT; BEGIN; INSERT INTO t VALUES (3)" });
  await first.execute(endless);
  await first.close();
  const second = await served.another({ path });
  deepStrictEqual((await second.execute({ sql: "FROM t ORDER BY a" })).rows, [[1n], [2n]]);
});

Deno.test("databases in memory are the session's own", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a INT)");
  const other = await opened.another({ path: ":memory:" });
  await rejects(other.execute({ sql: "FROM t" }), { message: /t does not exist/ });
});

Deno.test("a named database in memory is shared by the sessions that name it, and makes no file", async () => {
  await using opened = await Opened.open({ path: " :memory:shared" });
  await opened.rows("CREATE TABLE t AS SELECT 1 AS a");
  const other = await opened.another({ path: ":memory:shared" });
  deepStrictEqual((await other.execute({ sql: "FROM t" })).rows, [[1n]]);
  deepStrictEqual((await other.execute({ sql: "SELECT path FROM duckdb_databases() WHERE NOT internal" })).rows, [[
    null,
  ]]);
  await rejects(opened.another({ path: ":memory:", read_only: "true" }), {
    code: "InvalidRequest",
    message: "Cannot open :memory:: a database in memory is always new; leave read only off",
  });
});

Deno.test("a file has one database under all its names: relative, from the home folder, by a hard link", async () => {
  const folder = await Deno.makeTempDir({ dir: Deno.env.get("HOME"), prefix: ".fluxwire-duckdb-" });
  try {
    const path = `${folder}/a.duckdb`;
    await using opened = await Opened.open({ path });
    await opened.rows("CREATE TABLE t AS SELECT 1 AS a");
    await Deno.link(path, `${folder}/b.duckdb`);
    const fromHere = `${".".concat("/..".repeat(Deno.cwd().split("/").length - 1))}${path}`;
    const fromHome = `~/${folder.slice(Deno.env.get("HOME")!.length + 1)}/a.duckdb`;
    for (const name of [`${folder}/b.duckdb`, `${folder}/./a.duckdb`, fromHere, fromHome]) {
      const other = await opened.another({ path: name });
      await other.execute({ sql: "UPDATE t SET a = a + 1" });
      await other.close();
    }
    deepStrictEqual(await opened.rows("FROM t"), [[5n]]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a file is not attached to a second database of the process, whose commits would be lost", async () => {
  await using folder = await freshFolder();
  const path = `${folder.path}/a.duckdb`,
    conflict = { code: "Driver", message: /conflict.*; close the sessions that have/s };
  {
    await using opened = await Opened.open({ path });
    await opened.rows("CREATE TABLE t(a INT)");
    await Deno.symlink(path, `${folder.path}/link.duckdb`);
    const other = await opened.another({ path: ":memory:" });
    for (const name of ["a.duckdb", "link.duckdb"]) {
      await rejects(
        other.execute({ sql: `ATTACH '${folder.path}/${name}' AS a; INSERT INTO a.t VALUES (1)` }),
        conflict,
      );
    }
    await other.execute({ sql: `ATTACH '${folder.path}/b.duckdb' AS b; CREATE TABLE b.t AS SELECT 2 AS a` });
    await rejects(opened.another({ path: `${folder.path}/b.duckdb` }), conflict);
    await other.execute({ sql: "DETACH b" });
    const after = await opened.another({ path: `${folder.path}/b.duckdb` });
    deepStrictEqual((await after.execute({ sql: "FROM t" })).rows, [[2n]]);
    await opened.rows("INSERT INTO t VALUES (3)");
  }
  await using again = await Opened.open({ path });
  deepStrictEqual(await again.rows("FROM t"), [[3n]]);
});

Deno.test("a file that is open is not opened again by another of its names, and not read as bytes", async () => {
  await using folder = await freshFolder();
  const path = `${folder.path}/a'b.duckdb`, link = `${folder.path}/b.duckdb`;
  await using opened = await Opened.open({ path });
  await opened.rows("CREATE TABLE t AS SELECT 1 AS a; CHECKPOINT");
  await Deno.link(path, link);
  const other = await opened.another({ path: ":memory:" });
  const conflict = {
    code: "Driver",
    message: /: the file is open; close the sessions that have it open, or DETACH it/,
  };
  const refused = [
    `ATTACH '${link}' AS b`,
    `/* it's */ ATTACH $$${link}$$ AS b (READ_ONLY)`,
    `ATTACH 'duckdb:${link}' AS b`,
    `FROM read_duckdb('${link}')`,
    `FROM '${link}'`,
    `SELECT size FROM read_blob('${path.replace("'", "''")}')`,
    `FROM read_text(['${link}'])`,
    `CREATE TABLE c(a VARCHAR); COPY c FROM '${link}'`,
    `COPY (SELECT 1) TO '${link}'`,
  ];
  for (const sql of refused) {
    for (const session of [other, opened.session]) {
      await rejects(session.execute({ sql }), conflict, sql);
    }
  }
  await other.execute({ sql: `ATTACH '${folder.path}/c.duckdb' AS c` });
  await other.execute({ sql: `CREATE TABLE c.names AS SELECT '${link}' AS n` });
  await Deno.link(`${folder.path}/c.duckdb`, `${folder.path}/d.duckdb`);
  await rejects(opened.another({ path: `${folder.path}/d.duckdb` }), conflict);
  await rejects(opened.rows(`ATTACH '${folder.path}/d.duckdb' AS d`), conflict);
  await other.execute({ sql: "DETACH c" });
  deepStrictEqual(await opened.rows(`ATTACH '${folder.path}/d.duckdb' AS d; FROM d.names`), [[link]]);
});

Deno.test("a file that was replaced while it is open is not taken for the open one", async () => {
  await using folder = await freshFolder();
  const path = `${folder.path}/a.duckdb`;
  const message =
    `Cannot open ${path}: another session has the file open that was there before; close its sessions first`;
  {
    await using opened = await Opened.open({ path });
    await opened.rows("CREATE TABLE old(a INT)");
    await Deno.rename(path, `${folder.path}/moved.duckdb`);
    await rejects(opened.another({ path }), { code: "InvalidRequest", message });
    const moved = await opened.another({ path: `${folder.path}/moved.duckdb` });
    deepStrictEqual((await moved.execute({ sql: "SELECT count(*) FROM old" })).rows, [[0n]]);
  }
  await using opened = await Opened.open({ path });
  deepStrictEqual(await opened.rows("SELECT count(*) FROM duckdb_tables()"), [[0n]]);
});

Deno.test("a session goes on after its memory limit was exceeded, and so do others", async () => {
  await using opened = await Opened.open({ memory_limit: "20MB", threads: "1" });
  const other = await opened.another({ path: ":memory:" });
  await rejects(opened.rows("SELECT list(range) FROM range(10000000)"), {
    code: "Driver",
    message: /^Out of Memory Error/,
  });
  deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
  deepStrictEqual((await other.execute({ sql: "SELECT 2" })).rows, [[2n]]);
});

Deno.test("the memory limit and the threads of the form hold", async () => {
  await using opened = await Opened.open({ memory_limit: "100MiB", threads: "1" });
  deepStrictEqual(await opened.rows("SELECT current_setting('memory_limit'), current_setting('threads')"), [
    ["100.0 MiB", 1n],
  ]);
  for (const limit of ["much", "0", "-1GB", "80%"]) {
    await rejects(opened.another({ path: ":memory:", memory_limit: limit }), {
      code: "InvalidRequest",
      message: `Cannot open :memory:: memory limit ${limit} is no size; give a number and a unit, such as 2GB`,
    });
  }
  await rejects(opened.another({ path: ":memory:", threads: "0" }), {
    code: "InvalidRequest",
    message: "Cannot open :memory:: 0 threads compute nothing; leave the field empty for one for each processor",
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

Deno.test("a file whose name would be a pattern is read alone, and no file that the pattern fits", async () => {
  await using folder = await freshFolder();
  for (const name of ["a*", "ab", "s[1]", "s1", "q?", "qq"]) {
    await Deno.writeTextFile(`${folder.path}/${name}.csv`, `own\n${name}\n`);
  }
  await using opened = await Opened.open();
  for (const name of ["a*", "s[1]", "q?"]) {
    const session = await opened.another({ path: `${folder.path}/${name}.csv` });
    deepStrictEqual((await session.execute({ sql: `FROM "${name}"` })).rows, [[name]]);
  }
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

Deno.test("a session whose database DuckDB has given up says how to go on, and other databases live", async () => {
  await using folder = await freshFolder();
  const path = `${folder.path}/given up.duckdb`;
  await using other = await Opened.open();
  const session = await other.another({ path });
  await session.execute({ sql: "CREATE TABLE t AS SELECT 1 AS a; SET debug_checkpoint_abort = 'before_header'" });
  await rejects(session.execute({ sql: "CHECKPOINT" }), { message: /^FATAL Error/ });
  await rejects(session.execute({ sql: "FROM t" }), {
    code: "Driver",
    message: /invalidated.*; close all sessions of the file, and open it again$/s,
  });
  // It would join those that can run nothing.
  await rejects(other.another({ path }), {
    code: "Driver",
    message: /^Cannot open .*invalidated.*; close all sessions of the file, and open it again$/s,
  });
  deepStrictEqual(await other.rows("SELECT 1"), [[1n]]);
  await session.close();
  const again = await other.another({ path });
  deepStrictEqual((await again.execute({ sql: "FROM t" })).rows, [[1n]]);
});

Deno.test("no statement downloads an extension by itself", async () => {
  await using opened = await Opened.open();
  deepStrictEqual(await opened.rows("SELECT current_setting('autoinstall_known_extensions')"), [[false]]);
});
