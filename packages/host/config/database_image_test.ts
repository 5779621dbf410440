import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { isDatabase, MAX_DATABASE_BYTES, readDatabaseImage } from "./database_image.ts";
import { Folder } from "./testing/folder.ts";

/** The numbers in the table of a database's image, or what SQLite says to it. */
function numbersIn(image: Uint8Array | null): number[] {
  using database = new DatabaseSync(":memory:");
  database.deserialize(image!);
  equal(database.prepare("PRAGMA integrity_check").get()!.integrity_check, "ok");
  return database.prepare("SELECT n FROM t ORDER BY n").all().map(({ n }) => n as number);
}

/** Runs SQL in a program that is then killed, as it stands. */
async function killedWriter(path: string, sql: string): Promise<void> {
  const code = `import { DatabaseSync } from "node:sqlite";
    new DatabaseSync(${JSON.stringify(path)}).exec(${JSON.stringify(sql)});
    Deno.kill(Deno.pid, "SIGKILL");`;
  const { signal } = await new Deno.Command(Deno.execPath(), { args: ["eval", code], stdout: "null" }).output();
  equal(signal, "SIGKILL");
}

const CREATE = "PRAGMA journal_mode = WAL; CREATE TABLE t (n); INSERT INTO t VALUES (1);";

Deno.test("readDatabaseImage() reads a database that was closed, and leaves the folder as it is", async () => {
  using folder = new Folder();
  const path = folder.join("a.db");
  const writer = new DatabaseSync(path);
  writer.exec(CREATE);
  writer.close();
  const before = folder.state();
  deepEqual(before.map(([name]) => name), ["a.db"]);
  deepEqual(numbersIn(await readDatabaseImage(path)), [1]);
  deepEqual(folder.state(), before);
});

Deno.test("readDatabaseImage() sees what a running writer has committed, and neither more nor a trace of it", async () => {
  using folder = new Folder();
  const path = folder.join("a.db");
  using writer = new DatabaseSync(path);
  writer.exec(CREATE);
  writer.exec("BEGIN; INSERT INTO t VALUES (2)");
  const before = folder.state();
  deepEqual(before.map(([name]) => name), ["a.db", "a.db-shm", "a.db-wal"]);
  deepEqual(numbersIn(await readDatabaseImage(path)), [1]);
  deepEqual(folder.state(), before);
  writer.exec("COMMIT");
  deepEqual(numbersIn(await readDatabaseImage(path)), [1, 2]);
  writer.exec("PRAGMA wal_checkpoint(RESTART); INSERT INTO t VALUES (3)");
  deepEqual(numbersIn(await readDatabaseImage(path)), [1, 2, 3]);
});

Deno.test("readDatabaseImage() sees what a killed writer has left in its log", async () => {
  using folder = new Folder();
  const path = folder.join("a.db");
  await killedWriter(path, CREATE + "BEGIN; INSERT INTO t VALUES (2)");
  for (const removed of [null, `${path}-shm`]) {
    if (removed !== null) Deno.removeSync(removed);
    const before = folder.state();
    deepEqual(numbersIn(await readDatabaseImage(path)), [1]);
    deepEqual(folder.state(), before);
  }
});

Deno.test("readDatabaseImage() reads a log up to the last commit that is whole", async () => {
  using folder = new Folder();
  const path = folder.join("a.db");
  await killedWriter(path, CREATE + "INSERT INTO t VALUES (2);");
  const wal = Deno.readFileSync(`${path}-wal`);
  Deno.writeFileSync(`${path}-wal`, wal.subarray(0, wal.length - 1));
  deepEqual(numbersIn(await readDatabaseImage(path)), [1]);
  const damaged = wal.slice();
  damaged[wal.length - 1]! ^= 1;
  Deno.writeFileSync(`${path}-wal`, damaged);
  deepEqual(numbersIn(await readDatabaseImage(path)), [1]);
  Deno.writeFileSync(`${path}-wal`, wal);
  deepEqual(numbersIn(await readDatabaseImage(path)), [1, 2]);
});

Deno.test("readDatabaseImage() begins again where the log began anew between file and log", async () => {
  using folder = new Folder();
  const path = folder.join("a.db");
  using writer = new DatabaseSync(path);
  writer.exec(CREATE + "INSERT INTO t VALUES (2); CREATE TABLE u (n); PRAGMA wal_checkpoint(RESTART)");
  const read: string[] = [];
  const image = await readDatabaseImage(path, async (path) => {
    const bytes = await Deno.readFile(path);
    read.push(path.slice(folder.path.length));
    // What is committed first goes into the file, which has been read, and no longer stands in the log.
    if (read.length === 1) {
      writer.exec("INSERT INTO t VALUES (3); PRAGMA wal_checkpoint(RESTART); INSERT INTO u VALUES (4)");
    }
    return bytes;
  });
  deepEqual(numbersIn(image), [1, 2, 3]);
  deepEqual(read, ["/a.db", "/a.db-wal", "/a.db", "/a.db-wal"]);
});

Deno.test("readDatabaseImage() is of one moment while a program writes", async () => {
  using folder = new Folder();
  const path = folder.join("a.db");
  // The two halves of the rows, on pages of their own, take turns, and the log begins anew each time.
  const code = `import { DatabaseSync } from "node:sqlite";
    const writer = new DatabaseSync(${JSON.stringify(path)});
    writer.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE t (n, filler)");
    for (let n = 1; n <= 200; n++) writer.exec("INSERT INTO t VALUES (0, hex(zeroblob(1000)))");
    console.log("ready");
    for (;;) {
      writer.exec("UPDATE t SET n = n + 1 WHERE rowid <= 100; PRAGMA wal_checkpoint(RESTART)");
      writer.exec("UPDATE t SET n = n + 1 WHERE rowid > 100; PRAGMA wal_checkpoint(RESTART)");
    }`;
  const child = new Deno.Command(Deno.execPath(), { args: ["eval", code], stdout: "piped" }).spawn();
  try {
    const reader = child.stdout.getReader();
    ok(!(await reader.read()).done);
    await reader.cancel();
    let read = 0;
    for (let round = 0; round < 100; round++) {
      const image = await readDatabaseImage(path);
      if (image === null) continue;
      read++;
      const numbers = numbersIn(image);
      equal(numbers.length, 200);
      ok(numbers.at(-1)! - numbers[0]! <= 1, `${numbers[0]} and ${numbers.at(-1)}`);
    }
    ok(read > 0);
  } finally {
    child.kill("SIGKILL");
    await child.status;
  }
});

Deno.test("readDatabaseImage() gives up where the file always has half a transaction in it", async () => {
  using folder = new Folder();
  const path = folder.join("a.db");
  using writer = new DatabaseSync(path);
  writer.exec("CREATE TABLE t (n, filler); INSERT INTO t VALUES (1, NULL)");
  // Without a write-ahead log and with so little memory, a large transaction goes into the file before it is committed.
  writer.exec("PRAGMA cache_size = 1; BEGIN; INSERT INTO t VALUES (2, zeroblob(1000000))");
  equal(await readDatabaseImage(path), null);
  writer.exec("COMMIT");
  deepEqual(numbersIn(await readDatabaseImage(path)), [1, 2]);
});

Deno.test("readDatabaseImage() refuses a file that memory should not hold", async () => {
  using folder = new Folder();
  const path = folder.write("a.db", "");
  Deno.truncateSync(path, MAX_DATABASE_BYTES + 1);
  await rejects(
    readDatabaseImage(path),
    new RangeError("its 268435457 bytes, its write-ahead log included, exceed 268435456; vacuum it"),
  );
});

Deno.test("isDatabase() tells a database by how it begins", () => {
  ok(isDatabase(new TextEncoder().encode("SQLite format 3\0...")));
  ok(!isDatabase(new TextEncoder().encode('{"services": []}')));
  ok(!isDatabase(new Uint8Array()));
});
