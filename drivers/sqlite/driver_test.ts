import { deepStrictEqual } from "node:assert/strict";
import { connectInMemory } from "@fluxwire/sdk/testing";
import { driver } from "./driver.ts";

Deno.test("a session announces the same as DBFlux's own SQLite driver, and timeouts", async () => {
  const client = await connectInMemory(driver);
  const session = await client.open({ path: ":memory:" });
  const { metadata, schemaFeatures } = session.opened;
  deepStrictEqual([metadata.capabilities, schemaFeatures], [0x5_0140_0007_dc3f_20n | 1n << 6n, 0b111]);
  await session.close();
  client.close();
  await client.closed;
});

Deno.test("Hello announces the abilities of sessions", async () => {
  await using client = await connectInMemory(driver);
  await using session = await client.open({ path: ":memory:" });
  deepStrictEqual(client.hello.driverMetadata, session.opened.metadata);
});

Deno.test("DBFlux offers Drop Table: the driver announces the definitions that it can change", () => {
  const { ddl, deploymentClass } = driver.metadata;
  deepStrictEqual([ddl?.supportsDropTable, ddl?.supportsAlterColumn, deploymentClass], [true, false, "Embedded"]);
});
