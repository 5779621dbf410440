import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ServedDriver } from "@fluxwire/sdk/testing";
import { openClient } from "@fluxwire/wire/client";
import { chunkedResult } from "@fluxwire/sql";
import { connect } from "@fluxwire/transport";
import { askSideBySide } from "../../packages/wire/testing/many_sessions.ts";
import { pathOf, RunningDriver } from "../../tests/e2e/running_driver.ts";
import { DEFAULT_LIMITS } from "@fluxwire/wire";
import type { Context, EncodedRows } from "@fluxwire/sdk";
import { DuckDBInstance } from "./library.ts";
import { driver } from "./mod.ts";
import { chunksOf } from "./statement.ts";
import { Opened } from "./testing/opened.ts";

/** One chunk of DuckDB's, of a million cells: more than a tenth of a second of this thread. */
const WIDE = `SELECT ${Array.from({ length: 500 }, (_, i) => `range + ${i}`)} FROM range(2000)`;

/** The permissions that the README names. */
const PERMISSIONS = [
  ...["--lock=npm.lock", "--frozen", "--allow-ffi", "--allow-net", "--allow-read"],
  "--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE,HOME",
];

Deno.test("100 sessions of one DuckDB file on 100 connections are all answered, none waits for another one's last", async () => {
  await using served = await ServedDriver.start(driver, {
    over: "socket",
    limits: { maxConnections: 200, maxStrangers: 200 },
  });
  const folder = await Deno.makeTempDir();
  try {
    const values = { path: `${folder}/a.duckdb` };
    const sql = (number: number): string => `SELECT '${number}'`;
    const { answers, allBegunAfter, firstDoneAfter } = await askSideBySide({ socketId: served.socketId!, values, sql });
    strictEqual(answers, 1_000);
    ok(allBegunAfter <= firstDoneAfter, `all begun after ${allBegunAfter}, first done after ${firstDoneAfter}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a chunk of a wide result becomes cells in turns, between which other sessions are answered", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const result = await (await instance.connect()).stream(WIDE);
  const chunks = [await result.fetchChunk(), null];
  result.fetchChunk = () => Promise.resolve(chunks.shift()!);
  let turns = 0;
  const counting = setInterval(() => turns++, 1);
  const answer = { codec: "postcard", limits: DEFAULT_LIMITS };
  const context = { signal: new AbortController().signal, answer } as unknown as Context;
  const { rows } = await chunkedResult(chunksOf(result), { limit: null, offset: 0, purpose: "show" }, context);
  clearInterval(counting);
  strictEqual((rows as EncodedRows).count, 2_000);
  ok(turns > 4, `${turns} turns`);
  instance.closeSync();
});

Deno.test("a cancel ends a result between the rows of a chunk", async () => {
  await using opened = await Opened.open();
  const wide = opened.session.execute({ sql: WIDE.replace("range(2000)", "range(1000000)"), limit: 100_000 }).then(
    () => "done",
    ({ code }) => code as string,
  );
  await opened.session.cancelActive();
  strictEqual(await wide, "Cancelled");
  deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
});

Deno.test("the DuckDB driver ends with its parent, also while DuckDB computes on threads of its own", async () => {
  await using program = new RunningDriver({
    module: pathOf("drivers/duckdb/main.ts"),
    permissions: PERMISSIONS,
    stdin: "piped",
    env: { FLUXWIRE_LIFELINE: "stdin" },
  });
  await program.line(/listening/);
  const client = await openClient(await connect(program.socket));
  const session = await client.open({ path: ":memory:" });
  const endless = session.execute({ sql: "SELECT count(*) FROM range(1000000000000) a WHERE a.range % 7 = 3" });
  const failed = endless.then(() => null, (error: Error) => error);
  await (await client.open({ path: ":memory:" })).execute({ sql: "SELECT 1" });
  // The kernel closes it for a parent that was killed.
  await program.stdin.close();
  await program.ended();
  ok(await failed !== null);
  client.close();
  await client.closed;
});
