import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { contractFaults, TestDriver } from "@fluxwire/nx/testing";
import { driver } from "./main.ts";

const config = { hub_device_id: "11111111-1111-1111-1111-111111111111", child_ref: "lamp-1" };

Deno.test("the driver keeps to the contract", async () => {
  deepStrictEqual(await contractFaults({ driver, config, badConfig: { child_ref: 7 } }), []);
});

Deno.test("power goes to the hub, and the state is published", async () => {
  await using lamp = await TestDriver.start(driver, { config });
  lamp.hub.answer("power", (power) => ({ power }));
  deepStrictEqual((await lamp.command("power", true)).data, { power: true });
  deepStrictEqual(lamp.state, { power: true });
  lamp.hub.isConnected = false;
  strictEqual((await lamp.command("power", false)).message, "hub not connected");
});

Deno.test("an event of the hub becomes the state", async () => {
  await using lamp = await TestDriver.start(driver, { config });
  await lamp.hubEvent("power_changed", { power: false });
  deepStrictEqual(lamp.state, { power: false });
});
