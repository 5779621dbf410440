import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { contractFaults, TestDriver } from "@fluxwire/nx/testing";
import { driver } from "./main.ts";

const config = { ip: "127.0.0.1" };

Deno.test("the driver keeps to the contract", async () => {
  deepStrictEqual(await contractFaults({ driver, config, badConfig: { ip: 7 } }), []);
});

Deno.test("a child's command switches its lamp, and its subscribers learn of it", async () => {
  await using hub = await TestDriver.start(driver, { config });
  deepStrictEqual((await hub.proxy("lamp-1", "power", true)).data, { power: true });
  deepStrictEqual(hub.emitted, [{ childRef: "lamp-1", type: "power_changed", payload: { power: true } }]);
  strictEqual((await hub.proxy("lamp-9", "power", true)).code, "NotFound");
});

Deno.test("the hub finds its lamps", async () => {
  await using hub = await TestDriver.start(driver, { config });
  const found = (await hub.discover()).data as { ChildRef: string }[];
  deepStrictEqual(found.map(({ ChildRef }) => ChildRef), ["lamp-1", "lamp-2"]);
});
