import { ok, rejects } from "node:assert/strict";
import { openClient } from "@fluxwire/wire/client";
import { connect } from "@fluxwire/transport";
import { pathOf, RunningDriver, type StartOptions } from "./running_driver.ts";

/** How long a process may outlive its host, in milliseconds. */
const LEFT_MS = 2_000;

/** Lets a driver hang in a handler, ends the process that started it, and gives the milliseconds until it is gone. */
async function outlives(options: Partial<StartOptions>, token: string | null): Promise<number> {
  await using driver = new RunningDriver({ module: pathOf("tests/e2e/hung_driver.ts"), stdin: "piped", ...options });
  await driver.line(/ INFO listening /);
  const client = await openClient(await connect(driver.socket), { token });
  const session = await client.open();
  const left = rejects(session.execute({ sql: "SELECT 1" }));
  await driver.line(/^hangs in SELECT 1$/);
  const start = performance.now();
  await driver.stdin.close();
  await driver.ended();
  const ms = performance.now() - start;
  await left;
  await client.closed;
  return ms;
}

Deno.test("a driver whose handler hangs in a loop ends with its lifeline", async () => {
  const ms = await outlives({ env: { FLUXWIRE_LIFELINE: "stdin" } }, null);
  ok(ms < LEFT_MS, `${ms} ms`);
});

Deno.test("a driver whose handler hangs in a loop ends with the process that started it", async () => {
  const env = { DBFLUX_DRIVER_IPC_TOKEN: "secret" };
  const ms = await outlives({ env, shell: '"$@" & read -r line' }, "secret");
  ok(ms < LEFT_MS, `${ms} ms`);
});
