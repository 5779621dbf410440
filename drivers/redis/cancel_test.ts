import { deepStrictEqual, match, rejects } from "node:assert/strict";
import type { ClientSession } from "@fluxwire/wire/client";
import { untilBlocked } from "./testing/blocked.ts";
import { Served } from "./testing/served.ts";

/** Asks another session until the server is busy with a script. */
async function untilBusy(watcher: ClientSession): Promise<void> {
  for (;;) {
    try {
      await watcher.ping();
    } catch (error) {
      return match((error as Error).message, /^BUSY/);
    }
  }
}

Deno.test("100 cancels of a blocked command are answered, keep the connection, and leave nothing blocked", async () => {
  await using served = await Served.start();
  const watcher = await served.open();
  const [[id]] = await served.rows("CLIENT ID") as [[bigint]];
  const times: number[] = [];
  for (let i = 0; i < 100; i++) {
    const blocked = rejects(served.rows("BLPOP none 0"), { code: "Cancelled", message: "Query cancelled" });
    await untilBlocked(watcher, 1);
    const start = performance.now();
    await served.session.cancelActive();
    await blocked;
    await served.session.cleanupAfterCancel();
    // The next answer arrives only after the interruption has ended.
    deepStrictEqual(await served.rows("CLIENT ID"), [[id]]);
    times.push(performance.now() - start);
  }
  await untilBlocked(watcher, 0);
  times.sort((a, b) => a - b);
  console.log(`cancel until next answer: p50 ${times[49]!.toFixed(1)} ms, p99 ${times[98]!.toFixed(1)} ms`);
});

Deno.test("cancelling a script kills it", async () => {
  await using served = await Served.start({ config: ["lua-time-limit 20"] });
  const watcher = await served.open();
  const [[id]] = await served.rows("CLIENT ID") as [[bigint]];
  const script = rejects(served.rows("EVAL 'while true do end' 0"), { code: "Cancelled" });
  await untilBusy(watcher);
  await served.session.cancelActive();
  await script;
  deepStrictEqual(await served.rows("CLIENT ID"), [[id]]);
  await watcher.ping();
});

Deno.test("cancelling a function kills it", async () => {
  await using served = await Served.start({ config: ["lua-time-limit 20"] });
  const watcher = await served.open();
  await served.rows(
    String.raw`FUNCTION LOAD "#!lua name=endless\nredis.register_function('run', function() while true do end end)"`,
  );
  const [[id]] = await served.rows("CLIENT ID") as [[bigint]];
  const running = rejects(served.rows("FCALL run 0"), { code: "Cancelled" });
  await untilBusy(watcher);
  await served.session.cancelActive();
  await running;
  deepStrictEqual(await served.rows("CLIENT ID"), [[id]]);
  await watcher.ping();
});

Deno.test("cancelling another command does not kill the script of another session", async () => {
  await using served = await Served.start({ config: ["lua-time-limit 20"] });
  const [runner, watcher] = [await served.open(), await served.open()];
  const blocked = rejects(served.rows("BLPOP none 0"), { code: "Cancelled" });
  await untilBlocked(watcher, 1);
  const killed = rejects(runner.execute({ sql: "EVAL 'while true do end' 0" }), { code: "Cancelled" });
  await untilBusy(watcher);
  await served.session.cancelActive();
  await blocked;
  await rejects(served.session.ping(), { code: "Driver", message: /^BUSY/ });
  await rejects(watcher.ping(), { code: "Driver", message: /^BUSY/ });
  await runner.cancelActive();
  await killed;
  await runner.ping();
  await watcher.ping();
  await served.session.ping();
});

Deno.test("a user who may not unblock is cancelled by closing the connection", async () => {
  await using served = await Served.start({
    config: ["user default on nopass ~* +@all", "user plain on >secret ~* +@all -client"],
  });
  const watcher = await served.open();
  const plain = await served.open({ username: "plain", password: "secret", database: "3" });
  const blocked = rejects(plain.execute({ sql: "SET a 1\nBLPOP none 0" }), { code: "Cancelled" });
  await untilBlocked(watcher, 1);
  await plain.cancelActive();
  await blocked;
  await untilBlocked(watcher, 0);
  deepStrictEqual((await plain.execute({ sql: "GET a" })).rows, [["1"]]);
});

Deno.test("a statement's time limit ends it as a timeout", async () => {
  await using served = await Served.start();
  const statement = { sql: "BLPOP none 0", statementTimeoutMs: 30 };
  await rejects(served.session.execute(statement), { code: "Timeout" });
  deepStrictEqual(await served.rows("ECHO on"), [["on"]]);
});

Deno.test("the connection's statement timeout ends a command that blocks, and names its field", async () => {
  await using served = await Served.start({ values: { statement_timeout: "1" } });
  await rejects(served.session.execute({ sql: "BLPOP none 0" }), {
    code: "Timeout",
    message: /^Statement stopped after 1 s: that is the connection's "Statement timeout \(s\)"; /,
  });
  deepStrictEqual(await served.rows("ECHO on"), [["on"]]);
});

Deno.test("a lost host and a closed session leave nothing blocked", async () => {
  await using served = await Served.start();
  const host = await served.connect();
  const lost = await host.open({ socket_path: served.server.socketPath });
  const closed = await served.open();
  const answers = [
    rejects(lost.execute({ sql: "BLPOP none 0" }), { name: "ConnectionError" }),
    rejects(closed.execute({ sql: "XREAD BLOCK 0 STREAMS none $" }), { code: "Cancelled", message: "Session closed" }),
  ];
  await untilBlocked(served.session, 2);
  host.close();
  await host.closed;
  await closed.close();
  await Promise.all(answers);
  await untilBlocked(served.session, 0);
});
