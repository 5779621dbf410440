import { ok, rejects } from "node:assert/strict";
import { openClient } from "@fluxwire/wire/client";
import { connect, TIMED_OUT, within } from "@fluxwire/transport";
import { pathOf, RunningDriver, type StartOptions } from "./running_driver.ts";

/** How long a process may outlive its host before it counts as left, in milliseconds: a guard, far above what a busy machine needs. */
const LEFT_MS = 60_000;

/** Lets a driver hang in a handler, ends the process that started it, and tells whether it stays. */
async function outlives(options: Partial<StartOptions>, token: string | null): Promise<boolean> {
  await using driver = new RunningDriver({ module: pathOf("tests/e2e/hung_driver.ts"), stdin: "piped", ...options });
  await driver.line(/ INFO listening /);
  const client = await openClient(await connect(driver.socket), { token });
  const session = await client.open();
  const left = rejects(session.execute({ sql: "SELECT 1" }));
  await driver.line(/^hangs in SELECT 1$/);
  await driver.stdin.close();
  const stays = await within(driver.ended(), LEFT_MS) === TIMED_OUT;
  if (stays) driver.kill("SIGKILL");
  await left;
  await client.closed;
  return stays;
}

Deno.test("a driver whose handler hangs in a loop ends with its lifeline", async () => {
  ok(!await outlives({ env: { FLUXWIRE_LIFELINE: "stdin" } }, null));
});

Deno.test("a driver whose handler hangs in a loop ends with the process that started it", async () => {
  const env = { DBFLUX_DRIVER_IPC_TOKEN: "secret" };
  ok(!await outlives({ env, shell: '"$@" & read -r line' }, "secret"));
});
