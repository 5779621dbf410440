import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { driver } from "../../../examples/minimal/main.ts";
import { defineDriver } from "../driver.ts";
import { form } from "../form.ts";
import { connectInMemory, ManualClock } from "./mod.ts";

for (const layout of LAYOUTS) {
  Deno.test(`connectInMemory() speaks layout ${layout} with a driver`, async () => {
    await using client = await connectInMemory(driver, { layout });
    await using session = await client.open({ star: "Sol" });
    strictEqual((await session.execute({ sql: "SELECT 1" })).rows.length, 3);
    deepStrictEqual(await session.countTable({ table: { name: "planets" } }), 3n);
    await rejects(session.execute({ sql: "DROP" }), { code: "Driver", message: "Only SELECT is supported around Sol" });
  });
}

Deno.test("connectInMemory() keeps to the token and the limits", async () => {
  await rejects(connectInMemory(driver, { expectedToken: "secret", token: "wrong" }), { code: "InvalidRequest" });
  await using client = await connectInMemory(driver, {
    expectedToken: "secret",
    token: "secret",
    limits: { maxSessions: 1 },
  });
  await client.open();
  await rejects(client.open(), /maxSessions 1 are open/);
});

Deno.test("connectInMemory() keeps the deadlines of statements with the test's clock", async () => {
  const begun = Promise.withResolvers<number | null>();
  const slow = defineDriver({
    ...driver.definition,
    form: form({}),
    open: () => ({
      execute: (_, { deadline, signal }) => {
        begun.resolve(deadline);
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
    }),
  });
  const clock = new ManualClock(5_000);
  await using client = await connectInMemory(slow, { clock });
  const session = await client.open();
  const hour = 3_600_000;
  const answer = session.execute({ sql: "SELECT 1", statementTimeoutMs: hour });
  strictEqual(await begun.promise, 5_000 + hour);
  clock.advance(hour);
  await rejects(answer, { code: "Timeout" });
});
