import { deepStrictEqual } from "node:assert/strict";
import { Opened } from "../testing/opened.ts";

Deno.test("the full scenario announces in Hello what its sessions can do, and offers Drop Table", async () => {
  await using opened = await Opened.open();
  const { driverMetadata } = opened.client.hello;
  deepStrictEqual(driverMetadata, opened.session.opened.metadata);
  deepStrictEqual([driverMetadata.ddl?.supportsDropTable, driverMetadata.ddl?.supportsDropView], [true, false]);
});
