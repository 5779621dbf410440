import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { contractFaults, ManualClock, TestDriver } from "@fluxwire/nx/testing";
import { driver } from "./main.ts";

/** A relay in memory, on a port of its own. */
function relay(): AsyncDisposable & { url: string; on: boolean } {
  const state = { on: false };
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    if (request.method === "PUT") state.on = (await request.json()).on;
    return Response.json(state);
  });
  return Object.assign(state, {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  });
}

Deno.test("the driver keeps to the contract", async () => {
  await using device = relay();
  deepStrictEqual(await contractFaults({ driver, config: { url: device.url }, badConfig: {} }), []);
});

Deno.test("power switches the relay, and publishes its state", async () => {
  await using device = relay();
  await using test = await TestDriver.start(driver, { config: { url: device.url } });
  deepStrictEqual((await test.command("power", true)).data, { power: true });
  strictEqual(device.on, true);
  deepStrictEqual(test.state, { power: true });
});

Deno.test("a poll publishes what the relay says", async () => {
  await using device = relay();
  const clock = new ManualClock();
  await using test = await TestDriver.start(driver, { config: { url: device.url }, clock });
  device.on = true;
  await clock.timer(5_000);
  clock.advance(5_000);
  await clock.timer(5_000);
  deepStrictEqual(test.published.at(-1), { call: "variable", key: "power", value: true });
});
