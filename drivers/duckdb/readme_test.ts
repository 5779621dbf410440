import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { connect, launch } from "@fluxwire/host";
import { Opened } from "./testing/opened.ts";

const README = await Deno.readTextFile(new URL("./README.md", import.meta.url));

Deno.test({
  name: "the command of drivers/duckdb/README.md opens a database, which other processes can open read-only alone",
  ignore: Deno.build.os === "windows",
  async fn() {
    const command = /^ {4}deno run [^]*?(?=\n\n)/m.exec(README)?.[0];
    ok(command !== undefined, "the README has no command");
    await using stack = new AsyncDisposableStack();
    const folder = await Deno.makeTempDir();
    stack.defer(() => Deno.remove(folder, { recursive: true }));
    const socketId = `fluxwire-test-${crypto.randomUUID()}`;
    const own = command.replaceAll("/state", `${folder}/state`)
      .replace("deno run", "deno run --lock=npm.lock --frozen")
      .replace("jsr:@fluxwire/driver-duckdb/main", new URL("./main.ts", import.meta.url).pathname)
      .replace("--socket duckdb", `--socket ${socketId}`);
    const script = `PATH=$(dirname ${Deno.execPath()}):$PATH; exec ${own.trim()}`;
    await using driver = await launch({ command: "sh", args: ["-c", script, "sh", "--socket", socketId], socketId });
    await using client = await connect(socketId, { token: driver.token });
    const path = `${folder}/a.duckdb`;
    const session = await client.open({ path });
    deepStrictEqual((await session.execute({ sql: "CREATE TABLE t AS SELECT 1 AS a; FROM t" })).rows, [[1n]]);
    deepStrictEqual(Array.from(Deno.readDirSync(`${folder}/state`), ({ name }) => name), ["fluxwire-duckdb"]);
    const start = performance.now();
    for (const read_only of ["false", "true"]) {
      await rejects(Opened.open({ path, read_only }), (error: Error & { retriable: boolean }) => {
        ok(/Conflicting lock is held.*; close the other program, or open it read-only in both$/.test(error.message));
        return !error.retriable;
      });
    }
    ok(performance.now() - start < 5_000, "DuckDB waits for a lock");
    await session.close();
    const values = { path, read_only: "true" };
    const reading = await client.open(values);
    await using opened = await Opened.open(values);
    deepStrictEqual(await opened.rows("FROM t"), (await reading.execute({ sql: "FROM t" })).rows);
  },
});

Deno.test("the statement of drivers/duckdb/README.md lists macros with their texts, those of tables too", async () => {
  const statement = /Macros are listed by\s+`([^`]+)`/.exec(README)?.[1];
  ok(statement !== undefined, "the README has no statement");
  await using opened = await Opened.open();
  await opened.rows("CREATE MACRO twice(x) AS x * 2; CREATE MACRO one() AS TABLE SELECT 1 AS a");
  const { rows } = await opened.session.execute({ sql: statement });
  deepStrictEqual(rows.map(String).sort(), ["one,,SELECT 1 AS a", "twice,x,(x * 2)"]);
});

Deno.test("SET enable_external_access closes a session's files", async () => {
  await using opened = await Opened.open();
  await opened.rows("SET enable_external_access = false");
  await rejects(opened.rows(`FROM read_csv('${import.meta.dirname}/*.csv')`), { message: /^Permission Error/ });
  await rejects(opened.rows("SET enable_external_access = true"), { message: /Cannot (change|enable)/ });
});
