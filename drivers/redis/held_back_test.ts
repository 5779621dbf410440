import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import type { ClientSession } from "@fluxwire/wire/client";
import { untilBlocked } from "./testing/blocked.ts";
import { Served } from "./testing/served.ts";

/** Asks until a session's command is the last one of a client that does not get its answer. */
async function untilHeldBack(watcher: ClientSession): Promise<void> {
  for (;;) {
    const { rows } = await watcher.execute({ sql: "CLIENT LIST" });
    if (/ flags=\w*b/.test(String(rows[0]![0]))) return;
  }
}

Deno.test("a write that CLIENT PAUSE holds back is in doubt once cancelled, and its late reply is no other command's", async () => {
  for (const command of ["SET a 1", "BLPOP none 0"]) {
    await using served = await Served.start();
    const watcher = await served.open();
    await watcher.execute({ sql: "CLIENT PAUSE 60000 WRITE" });
    const cancelled = rejects(served.rows(command), { code: "Cancelled", message: /may have been carried out/ });
    await untilHeldBack(watcher);
    await served.session.cancelActive();
    await cancelled;
    const next = served.rows("ECHO mine");
    await watcher.execute({ sql: "CLIENT UNPAUSE" });
    deepStrictEqual(await next, [["mine"]]);
    await untilBlocked(watcher, 0);
    deepStrictEqual(await served.rows("EXISTS a"), [[0n]]);
  }
});

Deno.test("cancelling a script that waits behind another session's does not kill that one", async () => {
  await using served = await Served.start({ config: ["lua-time-limit 1000"] });
  const runner = await served.open();
  let isRunnerKilled = false;
  const running = runner.execute({ sql: "EVAL 'while true do end' 0" }).catch(() => isRunnerKilled = true);
  // The driver answers this once it has sent the command.
  await served.client.ping();
  // It could also be carried out before the endless one.
  const waiting = served.rows("EVAL 'return 1' 0").catch(({ message }) => match(message, /^BUSY|^Query cancelled/));
  await served.client.ping();
  await served.session.cancelActive();
  await waiting;
  await rejects(served.session.ping(), { code: "Driver", message: /^BUSY/ });
  strictEqual(isRunnerKilled, false);
  await runner.cancelActive();
  await running;
});

Deno.test("cancelling a transaction kills the script that it runs", async () => {
  await using served = await Served.start({ config: ["lua-time-limit 20"] });
  const watcher = await served.open();
  const cancelled = rejects(served.rows("MULTI\nSET a 1\nEVAL 'while true do end' 0\nEXEC"), {
    code: "Cancelled",
    message: /carried out/,
  });
  for (;;) if (await watcher.ping().then(() => false, () => true)) break;
  await served.session.cancelActive();
  await cancelled;
  await watcher.ping();
  deepStrictEqual(await served.rows("GET a"), [["1"]]);
});
