import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { DatabaseSync } from "node:sqlite";
import { readConfiguration } from "./configuration.ts";
import { problemText } from "./problem.ts";
import { addService, createDatabase } from "./testing/dbflux_database.ts";
import { Folder } from "./testing/folder.ts";
import { threadMs } from "../../../tests/thread_time.ts";

const LIMIT_MS = 1_000;
const LIMIT_BYTES = 600 << 20;

// The first reading loads SQLite.
await readDamaged("");

/** The problems of a file, which must be found soon and in bounded memory. */
async function problemsOf(path: string): Promise<string[]> {
  const beforeBytes = Deno.memoryUsage().rss, startedAt = threadMs();
  const { problems, services } = await readConfiguration(path);
  const ms = threadMs() - startedAt, bytes = Deno.memoryUsage().rss - beforeBytes;
  ok(ms < LIMIT_MS, `${ms} ms`);
  ok(bytes < LIMIT_BYTES, `${bytes} bytes`);
  ok(problems.length > 0 || services.length > 0);
  return problems.map((problem) => problemText(problem).slice(path.length + 2));
}

/** The problems of DBFlux's database after some SQL. */
async function readDamaged(sql: string, damage: (path: string) => void = () => {}): Promise<string[]> {
  using folder = new Folder();
  const path = folder.join("dbflux.db");
  create(path, (database) => database.exec(sql));
  damage(path);
  return await problemsOf(path);
}

function create(path: string, change: (database: DatabaseSync) => void): void {
  using database = createDatabase(path);
  addService(database, { socketId: "planets.sock", command: "x", args: ["a"], env: { A: "b" } });
  database.exec("PRAGMA journal_mode = DELETE; PRAGMA foreign_keys = OFF");
  change(database);
}

function overwrite(path: string, offset: number, bytes: Uint8Array): void {
  using file = Deno.openSync(path, { write: true });
  file.seekSync(offset, Deno.SeekMode.Start);
  file.writeSync(bytes);
}

const ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
const NO_TABLE = /^it has no table cfg_services; is it a database of DBFlux\?$/;

const ODD: { name: string; sql: string; problem: RegExp }[] = [
  {
    name: "a recursive view",
    sql: `DROP TABLE cfg_services; CREATE VIEW cfg_services AS ${ENDLESS} SELECT i AS socket_id FROM n WHERE i < 0`,
    problem: NO_TABLE,
  },
  {
    name: "a view with a trigger",
    sql: `ALTER TABLE cfg_services RENAME TO t; CREATE VIEW cfg_services AS SELECT * FROM t;
      CREATE TRIGGER g INSTEAD OF DELETE ON cfg_services BEGIN DELETE FROM t; END`,
    problem: NO_TABLE,
  },
  {
    name: "a virtual table",
    sql: "DROP TABLE cfg_services; CREATE VIRTUAL TABLE cfg_services USING fts5(socket_id, command)",
    problem: NO_TABLE,
  },
  {
    name: "a generated column",
    sql: "ALTER TABLE cfg_services ADD COLUMN x AS (hex(zeroblob(100000000)))",
    problem: NO_TABLE,
  },
  {
    name: "a cell of 100 MB",
    sql: "UPDATE cfg_services SET command = zeroblob(100000000)",
    problem: /^cfg_services: a row has 1000000\d\d bytes, more than 524288; shorten it$/,
  },
  {
    name: "a million rows",
    sql: `INSERT INTO cfg_service_env (service_id, key, value)
      SELECT 'planets.sock', i, '' FROM (${ENDLESS} SELECT i FROM n LIMIT 300000)`,
    problem: /^cfg_service_env: it has more than 50000 rows; remove some$/,
  },
  {
    name: "many long values",
    sql: `INSERT INTO cfg_service_env (service_id, key, value)
      SELECT 'planets.sock', i, hex(zeroblob(50000)) FROM (${ENDLESS} SELECT i FROM n LIMIT 400)`,
    problem: /^cfg_service_env: its values have 400\d+ bytes, more than 16777216; remove some$/,
  },
  {
    name: "a schema of 2,000 views",
    sql: `BEGIN; ${Array.from({ length: 2_001 }, (_, i) => `CREATE VIEW v${i} AS SELECT 1;`).join("")} COMMIT`,
    problem: /^its schema has more than 2000 entries/,
  },
];

for (const { name, sql, problem } of ODD) {
  Deno.test(`readConfiguration() answers soon and in bounded memory: dbflux.db with ${name}`, async () => {
    const problems = await readDamaged(sql);
    equal(problems.length, 1, problems.join("\n"));
    match(problems[0]!, problem);
  });
}

Deno.test("readConfiguration() answers soon and in bounded memory: dbflux.db with room for a gigabyte cell", async () => {
  const [problem] = await readDamaged("", (path) => Deno.truncateSync(path, 2 ** 30));
  match(problem!, /^its 1073741824 bytes, its write-ahead log included, exceed 268435456; vacuum it$/);
});

Deno.test("readConfiguration() answers soon and in bounded memory: dbflux.db with a trigger on a table", async () => {
  const trigger = `CREATE TRIGGER g AFTER INSERT ON cfg_services BEGIN ${"DELETE FROM cfg_service_env;".repeat(2)} END`;
  deepEqual(await readDamaged(trigger), []);
});

Deno.test("readConfiguration() answers soon and in bounded memory: overflow pages in a loop", async () => {
  const sql = "UPDATE cfg_services SET command = hex(zeroblob(100000))";
  const [problem, ...more] = await readDamaged(sql, (path) => {
    const bytes = Deno.readFileSync(path), view = new DataView(bytes.buffer);
    const pageBytes = view.getUint16(16);
    // The pages of the value have nothing but zeros, as text, behind the number of the next page.
    for (let at = pageBytes; at < bytes.length; at += pageBytes) {
      const isOverflow = bytes.subarray(at + 4, at + 100).every((byte) => byte === 0x30);
      if (isOverflow) view.setUint32(at, at / pageBytes + 1);
    }
    Deno.writeFileSync(path, bytes);
  });
  ok(problem === undefined || !problem.includes("0000"), problem);
  deepEqual(more, []);
});

for (const pageBytes of [0, 3, 513, 65_535]) {
  Deno.test(`readConfiguration() names a page size that cannot be, ${pageBytes}, in database and log`, async () => {
    const header = Uint8Array.of(pageBytes >> 8, pageBytes & 255);
    match((await readDamaged("", (path) => overwrite(path, 16, header)))[0]!, /^SQLite cannot read it: file is not a/);
    const log = new Uint8Array(100_000);
    new DataView(log.buffer).setUint32(0, 0x377f0682);
    new DataView(log.buffer).setUint32(8, pageBytes);
    deepEqual(await readDamaged("", (path) => Deno.writeFileSync(`${path}-wal`, log)), []);
  });
}

Deno.test("readConfiguration() counts the write-ahead log in the limit of size", async () => {
  const [problem] = await readDamaged("", (path) => {
    using file = Deno.openSync(`${path}-wal`, { create: true, write: true });
    file.truncateSync(3 * 2 ** 30);
  });
  match(problem!, /^its 32\d+ bytes, its write-ahead log included, exceed 268435456; vacuum it$/);
});

Deno.test("readConfiguration() answers soon and in bounded memory: config.json of 100 MB, and of 160,000 brackets", async () => {
  using folder = new Folder();
  const path = folder.join("config.json");
  Deno.writeTextFileSync(path, '{"services": [');
  Deno.truncateSync(path, 100 << 20);
  match((await problemsOf(path))[0]!, /^it is no database, and as JSON longer than 16777216 bytes$/);
  Deno.writeTextFileSync(path, "[".repeat(160_000));
  match((await problemsOf(path))[0]!, /^line 1, column 160001: here it stops being JSON/);
  Deno.writeTextFileSync(path, `{"services": ${"[".repeat(160_000)}${"]".repeat(160_000)}}`);
  match((await problemsOf(path))[0]!, /^services\[0\]: expected object, found list$/);
});

Deno.test("readConfiguration() reads no pipe and no folder", { ignore: Deno.build.os === "windows" }, async () => {
  using folder = new Folder();
  await new Deno.Command("mkfifo", { args: [folder.join("pipe")] }).output();
  deepEqual(await problemsOf(folder.join("pipe")), ["it is no regular file"]);
  deepEqual(await problemsOf(folder.path), ["it is no regular file"]);
});

Deno.test("readConfiguration() reads no log or journal of a database that is a pipe, a device or a folder", {
  ignore: Deno.build.os === "windows",
}, async () => {
  for (const suffix of ["-wal", "-journal"]) {
    for (
      const make of [
        (path: string) => Deno.symlinkSync("/dev/zero", path),
        (path: string) => Deno.mkdirSync(path),
        (path: string) => new Deno.Command("mkfifo", { args: [path] }).outputSync(),
      ]
    ) {
      const [problem] = await readDamaged("", (path) => void make(`${path}${suffix}`));
      match(problem!, new RegExp(`dbflux\\.db${suffix} is no regular file$`));
    }
  }
});

Deno.test("readConfiguration() keeps a variable named __proto__, in both kinds of files", async () => {
  using folder = new Folder();
  const json = folder.join("config.json"), path = folder.join("dbflux.db");
  const env = '{"__proto__": "kept", "B": "b"}';
  Deno.writeTextFileSync(json, `{"services": [{"socket_id": "a.sock", "command": "x", "env": ${env}}]}`);
  create(path, (database) => database.exec("UPDATE cfg_service_env SET key = '__proto__'"));
  for (const file of [json, path]) {
    const [found] = (await readConfiguration(file)).services;
    ok(Object.keys(found!.service.env).includes("__proto__"), file);
  }
});
