import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { ENDLESS, STARTED, untilStarted } from "./testing/endless.ts";
import { FreshFile, Opened } from "./testing/opened.ts";
import { connectTo, PERMISSIONS, serveDriver } from "./testing/served.ts";

Deno.test("the driver needs the permissions of its files, and names those that are missing", async () => {
  await using file = await FreshFile.make();
  await using driver = await serveDriver([...PERMISSIONS, `--allow-read=${file.path}`]);
  const client = await connectTo(driver);
  await rejects(client.open({ path: file.path }), {
    code: "Driver",
    message: `Cannot open ${file.path}: the driver may not do that; start it with --allow-write=${file.path}`,
  });
  await Deno.writeFile(file.path, new Uint8Array());
  const session = await client.open({ path: file.path, read_only: "true" });
  await rejects(session.execute({ sql: "CREATE TABLE t(a)" }), { message: "attempt to write a readonly database" });
  await rejects(session.execute({ sql: "ATTACH ':memory:' AS other" }), {
    code: "Driver",
    message: "too many attached databases - max 0; " +
      "Deno lets SQLite attach databases only when the driver runs with -A",
  });
  client.close();
  await client.closed;
});

Deno.test("a driver with -A attaches databases and shows them", async () => {
  await using driver = await serveDriver(["-A"]);
  const client = await connectTo(driver);
  const session = await client.open({ path: ":memory:" });
  await session.execute({ sql: "ATTACH ':memory:' AS other; CREATE TABLE other.t(a)" });
  deepStrictEqual(await session.listDatabases(), [{ name: "main", isCurrent: true }, {
    name: "other",
    isCurrent: false,
  }]);
  client.close();
  await client.closed;
});

/** The processes whose parent is this one. */
async function childrenOf(pid: number): Promise<number[]> {
  const text = await Deno.readTextFile(`/proc/${pid}/task/${pid}/children`);
  return text.trim().split(" ").filter((one) => one !== "").map(Number);
}

/** Resolves when a process has ended. Zombies count as ended: this process cannot wait for them. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    const stat = await Deno.readTextFile(`/proc/${pid}/stat`).catch(() => ") Z");
    if (stat.includes(") Z") || stat.includes(") X")) return;
  }
}

Deno.test({
  name: "the database's process ends with its driver, also while a statement runs",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using file = await FreshFile.make();
    await using watcher = await Opened.open({ path: file.path });
    await watcher.rows(STARTED);
    const files = [`--allow-read=${file.path}`, `--allow-write=${file.path}`];
    await using driver = await serveDriver([...PERMISSIONS, ...files]);
    const client = await connectTo(driver);
    const session = await client.open({ path: file.path });
    const [pid, ...others] = await childrenOf(driver.process.pid);
    ok(pid !== undefined && others.length === 0);
    const endless = rejects(session.execute({ sql: ENDLESS }));
    await untilStarted(watcher, 1n);
    Deno.kill(driver.process.pid, "SIGKILL");
    await Promise.all([endless, gone(pid)]);
    await client.closed;
  },
});

Deno.test({
  name: "a database's process that is killed in mid-statement gives a clear error, and this session and the next work",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using file = await FreshFile.make();
    await using watcher = await Opened.open({ path: file.path });
    await watcher.rows(`${STARTED}; CREATE TABLE t(a)`);
    const files = [`--allow-read=${file.path}`, `--allow-write=${file.path}`];
    await using driver = await serveDriver([...PERMISSIONS, ...files]);
    const client = await connectTo(driver);
    const session = await client.open({ path: file.path });
    const [pid] = await childrenOf(driver.process.pid);
    const killed = rejects(session.execute({ sql: `INSERT INTO t VALUES (1); ${ENDLESS}` }), {
      code: "Transport",
      retriable: false,
      message:
        "The database's process has ended; what was not committed is rolled back, so look at what was committed before you send the statement again",
    });
    await untilStarted(watcher, 1n);
    Deno.kill(pid!, "SIGKILL");
    await killed;
    deepStrictEqual((await session.execute({ sql: "SELECT a FROM t" })).rows, [[1n]]);
    const next = await client.open({ path: file.path });
    deepStrictEqual((await next.execute({ sql: "PRAGMA integrity_check" })).rows, [["ok"]]);
    client.close();
    await client.closed;
  },
});

Deno.test("the probe's tour of the driver has no failure", async () => {
  const probe = new URL("../../packages/cli/main.ts", import.meta.url).pathname;
  const main = new URL("./main.ts", import.meta.url).pathname;
  const query = "CREATE TABLE t(a); INSERT INTO t VALUES (1), (2); SELECT * FROM t";
  const driver = [Deno.execPath(), "run", "--no-prompt", ...PERMISSIONS, main];
  const args = [
    "run",
    "--no-prompt",
    "-A",
    probe,
    "probe",
    "tour",
    "--value",
    "path=:memory:",
    "--query",
    query,
    "--",
    ...driver,
  ];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, stdin: "null" }).output();
  const text = new TextDecoder().decode(stdout);
  strictEqual(code, 0, text + new TextDecoder().decode(stderr));
  match(text, /^ok {4}query .*: 2 rows/m);
  match(text, /^\d+ steps, \d skipped, 0 failed in /m);
});
