import { deepStrictEqual, rejects } from "node:assert/strict";
import { ServedDriver, TRANSPORTS } from "@fluxwire/sdk/testing";
import { driver } from "./main.ts";

for (const over of TRANSPORTS) {
  Deno.test(`keys are found page by page, by a pattern, over ${over}`, async () => {
    await using served = await ServedDriver.start(driver, { over });
    const session = await served.open();
    const first = await session.kvScanKeys({ limit: 2, filter: "*m*" });
    deepStrictEqual(first.entries.map(({ key }) => key), ["mars", "mercury"]);
    const all = await session.kvScanKeys({ limit: 2 });
    deepStrictEqual((await session.kvScanKeys({ limit: 2, cursor: all.nextCursor })).entries.length, 1);
  });

  Deno.test(`a key is written, read and removed, over ${over}`, async () => {
    await using served = await ServedDriver.start(driver, { over });
    const session = await served.open();
    const value = new TextEncoder().encode("95 moons");
    await session.kvSetKey({ key: "jupiter", value, repr: "Text", condition: "Always" });
    const asked = { includeType: true, includeTtl: false, includeSize: true };
    deepStrictEqual((await session.kvGetKey({ key: "jupiter", ...asked })).value, value);
    deepStrictEqual((await session.execute({ sql: "GET jupiter" })).rows, [["95 moons"]]);
    deepStrictEqual(await session.kvDeleteKey({ key: "jupiter" }), true);
    deepStrictEqual(await session.kvExistsKey({ key: "jupiter" }), false);
    await rejects(session.execute({ sql: "GET jupiter" }), { code: "Driver", message: "There is no key jupiter" });
  });
}

Deno.test("a value of any bytes comes back unchanged", async () => {
  await using served = await ServedDriver.start(driver);
  const session = await served.open();
  const value = Uint8Array.from({ length: 256 }, (_, i) => i);
  await session.kvSetKey({ key: "bytes", value, repr: "Binary", condition: "Always" });
  const asked = { includeType: true, includeTtl: false, includeSize: true };
  deepStrictEqual((await session.kvGetKey({ key: "bytes", ...asked })).value, value);
});
