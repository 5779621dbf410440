import { deepStrictEqual, rejects, strictEqual, throws } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openDatabase } from "./child/database.ts";
import { saidOfOpening } from "./child/failure.ts";
import { FreshFile, Opened } from "./testing/opened.ts";
import { connectTo, PERMISSIONS, serveDriver } from "./testing/served.ts";

Deno.test("a path with a NUL is refused as a mistake of the request", async () => {
  await rejects(Opened.open({ path: "/tmp/a\0b.db" }), {
    code: "InvalidRequest",
    message: "Cannot open /tmp/a\\0b.db: its path has a NUL character",
  });
});

Deno.test("a link in a permitted folder that leads out of it is not followed", async () => {
  await using inside = await FreshFile.make();
  await using outside = await FreshFile.make();
  await using owner = await Opened.open({ path: outside.path });
  await owner.rows("CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  const folder = inside.path.slice(0, inside.path.lastIndexOf("/"));
  await Deno.symlink(outside.path, `${folder}/out.db`);
  await Deno.symlink(`${outside.path}-none`, `${folder}/none.db`);
  await Deno.symlink(inside.path, `${folder}/in.db`);
  await using driver = await serveDriver([...PERMISSIONS, `--allow-read=${folder}`, `--allow-write=${folder}`]);
  const client = await connectTo(driver);
  await rejects(client.open({ path: `${folder}/out.db` }), {
    code: "Driver",
    message: `Cannot open ${outside.path}: the driver may not do that; start it with ` +
      `--allow-read=${outside.path} --allow-write=${outside.path}`,
  });
  await rejects(client.open({ path: `${folder}/none.db` }), {
    code: "Driver",
    message: `Cannot open ${folder}/none.db: it is a link to a file that does not exist`,
  });
  await (await client.open({ path: inside.path })).execute({ sql: "CREATE TABLE t(a)" });
  const linked = await client.open({ path: `${folder}/in.db` });
  strictEqual((await linked.execute({ sql: "INSERT INTO t VALUES (1)" })).affectedRows, 1n);
  client.close();
  await client.closed;
  deepStrictEqual(await owner.rows("SELECT * FROM t"), [[1n]]);
});

Deno.test("a file in WAL mode in a folder that cannot be written is refused with what to do", () => {
  const error = Object.assign(new Error("attempt to write a readonly database"), { errcode: 1_544 });
  deepStrictEqual(saidOfOpening(error, { path: "/data/a.db" }), {
    code: "Driver",
    message:
      "Connection failed: attempt to write a readonly database: /data/a.db; it is in WAL mode, for which SQLite " +
      "creates files beside it, and its folder cannot be written: open a copy of it elsewhere, read only in a driver " +
      "that runs with -A if no -wal is beside it, or let a user who may write it run PRAGMA journal_mode = DELETE",
    retriable: false,
  });
});

Deno.test("a file in WAL mode in a folder that cannot be written is read as one that does not change, if it has no -wal", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/a b%20?#.db`;
  try {
    const made = new DatabaseSync(path);
    made.exec("PRAGMA journal_mode = WAL; CREATE TABLE t(a); INSERT INTO t VALUES (1)");
    made.close();
    // What SQLite says of a file in such a folder; the tests may run as a user that can write every folder.
    const unwritable = Object.assign(new Error("attempt to write a readonly database"), { errcode: 1_544 });
    const open = (own: string, isReadOnly: boolean): DatabaseSync => {
      if (!own.startsWith("file:")) throw unwritable;
      return new DatabaseSync(own, { readOnly: isReadOnly });
    };
    const opened = openDatabase({ path, isReadOnly: true }, open);
    deepStrictEqual({ ...opened.prepare("SELECT a FROM t").get() }, { a: 1 });
    deepStrictEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["a b%20?#.db"]);
    opened.close();
    throws(() => openDatabase({ path, isReadOnly: false }, open), unwritable);
    Deno.writeTextFileSync(`${path}-wal`, "");
    throws(() => openDatabase({ path, isReadOnly: true }, open), unwritable);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
