import { deepStrictEqual, match } from "node:assert/strict";
import { openClient } from "@fluxwire/wire/client";
import { connect } from "@fluxwire/transport";
import { pathOf, RunningDriver } from "./running_driver.ts";

const PASSWORD = "planted-password";

for (
  const [sql, named] of [["reject", 'name="TypeError"'], ["throw", 'name="TypeError"'], [
    "text",
    'name="string"',
  ]] as const
) {
  Deno.test(`an unhandled error (${sql}) ends no session, and its message reaches no log`, async () => {
    await using driver = new RunningDriver({ module: pathOf("tests/e2e/careless_driver.ts") });
    await driver.line(/ INFO listening /);
    const client = await openClient(await connect(driver.socket));
    const session = await client.open({ password: PASSWORD });
    await session.execute({ sql });
    const line = await driver.line(/ ERROR error outside of any call/);
    match(line, new RegExp(named));
    if (sql !== "text") match(line, /stack=".*careless_driver\.ts:\d+:\d+/);
    await session.ping();
    client.close();
    await client.closed;
    deepStrictEqual(driver.lines.filter((line) => line.includes(PASSWORD)), []);
  });
}
