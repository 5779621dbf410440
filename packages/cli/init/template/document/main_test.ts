import { deepStrictEqual, rejects } from "node:assert/strict";
import { ServedDriver, TRANSPORTS } from "@fluxwire/sdk/testing";
import { driver } from "./main.ts";

for (const over of TRANSPORTS) {
  Deno.test(`a collection is read page by page and counted, over ${over}`, async () => {
    await using served = await ServedDriver.start(driver, { over });
    const session = await served.open();
    const collection = { database: "main", name: "planets" };
    const pagination = { type: "Offset" as const, limit: 2, offset: 1n };
    const { rows } = await session.browseCollection({ collection, pagination });
    deepStrictEqual(rows.map(([cell]) => JSON.stringify(cell)).length, 2);
    deepStrictEqual(await session.countCollection({ collection }), 3n);
    const other = { ...collection, name: "stars" };
    await rejects(session.countCollection({ collection: other }), {
      code: "Driver",
      message: "There is no collection stars",
    });
  });

  Deno.test(`DBFlux's tree has the collections, over ${over}`, async () => {
    await using served = await ServedDriver.start(driver, { over });
    const { structure } = await (await served.open()).schema();
    const collections = structure.type === "Document" ? structure.collections : [];
    deepStrictEqual(collections.map(({ name, documentCount }) => [name, documentCount]), [["planets", 3n], [
      "moons",
      1n,
    ]]);
  });
}

Deno.test("the name of a collection is a query", async () => {
  await using served = await ServedDriver.start(driver);
  const { columns, rows } = await (await served.open()).execute({ sql: "moons" });
  deepStrictEqual(columns.map(({ name }) => name), ["document"]);
  deepStrictEqual(rows.length, 1);
});
