import { deepStrictEqual, rejects } from "node:assert/strict";
import { ServedDriver, TRANSPORTS } from "@fluxwire/sdk/testing";
import { driver } from "./main.ts";

for (const over of TRANSPORTS) {
  Deno.test(`a SELECT gives the rows of its table, over ${over}`, async () => {
    await using served = await ServedDriver.start(driver, { over });
    const session = await served.open();
    const { columns, rows } = await session.execute({ sql: "SELECT * FROM moons" });
    deepStrictEqual(columns.map(({ name }) => name), ["name", "planet"]);
    deepStrictEqual(rows, [["Moon", "Earth"], ["Phobos", "Mars"]]);
    await rejects(session.execute({ sql: "SELECT * FROM stars" }), {
      code: "Driver",
      message: "There is no table stars",
    });
  });

  Deno.test(`DBFlux's tree has the tables, over ${over}`, async () => {
    await using served = await ServedDriver.start(driver, { over });
    const { structure } = await (await served.open()).schema();
    const [schema] = structure.type === "Relational" ? structure.schemas : [];
    deepStrictEqual(schema?.tables.map(({ name }) => name), ["planets", "moons"]);
  });

  Deno.test(`a table is browsed page by page, over ${over}`, async () => {
    await using served = await ServedDriver.start(driver, { over });
    const session = await served.open();
    const pagination = { type: "Offset" as const, limit: 2, offset: 1n };
    const page = await session.browseTable({ table: { name: "planets" }, pagination, orderBy: [] });
    deepStrictEqual(page.rows, [["Earth", 1n], ["Mars", 2n]]);
    const ordered = { pagination, orderBy: [{ column: { name: "moons" }, direction: "Ascending" as const }] };
    await rejects(session.browseTable({ table: { name: "planets" }, ...ordered }), { code: "InvalidRequest" });
    deepStrictEqual(await session.countTable({ table: { name: "planets" } }), 3n);
  });
}

Deno.test("users other than guest need a password", async () => {
  await using served = await ServedDriver.start(driver);
  await rejects(served.open({ user: "ada" }), { code: "Driver", message: "User ada needs a password" });
  await served.open({ user: "ada", password: "secret" });
});
