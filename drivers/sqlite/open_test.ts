import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { FreshFile, Opened } from "./testing/opened.ts";

Deno.test("open() makes a file, and another session reads it", async () => {
  await using file = await FreshFile.make();
  await using one = await Opened.open({ path: file.path });
  await one.rows("CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  await using other = await Opened.open({ path: file.path, read_only: "true" });
  deepStrictEqual(await other.rows("SELECT a FROM t"), [[1n]]);
  await rejects(other.rows("DELETE FROM t"), { code: "Driver", message: "attempt to write a readonly database" });
});

Deno.test("open() names the file that it cannot open", async () => {
  await using file = await FreshFile.make();
  await rejects(Opened.open({ path: `${file.path}/none.db` }), {
    code: "Driver",
    message: `Connection failed: unable to open database file: ${file.path}/none.db`,
  });
  await Deno.writeTextFile(file.path, "no database, but long enough to look like one".repeat(40));
  await rejects(Opened.open({ path: file.path }), {
    code: "Driver",
    message: `Connection failed: file is not a database: ${file.path}`,
  });
  await rejects(Opened.open({ path: "" }), {
    code: "InvalidRequest",
    message: "Invalid form values: path is required",
  });
});

Deno.test("locked files do not delay other databases", async () => {
  await using file = await FreshFile.make();
  await using holder = await Opened.open({ path: file.path });
  await holder.rows("CREATE TABLE t(a); BEGIN EXCLUSIVE");
  let opened = 0;
  const waiting = Array.from({ length: 3 * navigator.hardwareConcurrency }, async () => {
    await using session = await Opened.open({ path: file.path });
    opened++;
    deepStrictEqual(await session.rows("SELECT count(*) FROM t"), [[0n]]);
  });
  await using _other = await Opened.open();
  strictEqual(opened, 0);
  await holder.rows("COMMIT");
  await Promise.all(waiting);
});
