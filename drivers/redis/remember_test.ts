import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { ServedDriver } from "@fluxwire/sdk/testing";
import { LAYOUTS } from "@fluxwire/wire";
import { profileJson, sessionRequest } from "@fluxwire/wire/client";
import { driver } from "./mod.ts";
import { RedisServer } from "./testing/redis_server.ts";
import { valuesFor } from "./testing/served.ts";

const PASSWORD = "planted-Tr0ub4dor";

Deno.test("a connection opens after a restart of DBFlux with its values, in every layout", async () => {
  await using server = await RedisServer.start({ config: [`requirepass ${PASSWORD}`] });
  await using stack = new AsyncDisposableStack();
  const stateFolder = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(stateFolder, { recursive: true }));
  const values = { ...valuesFor(server), database: "3", password: PASSWORD };
  for (const layout of LAYOUTS) {
    const id = crypto.randomUUID();
    for (const isRestored of [false, true]) {
      await using served = await ServedDriver.start(driver, { stateFolder });
      const client = await served.connect({ layout }), { hello } = client;
      const request = isRestored
        ? { profileJson: profileJson({ layout, hello, id }, { Redis: { host: "", port: 6379 } }), password: PASSWORD }
        : sessionRequest({ layout, hello, id, values });
      const session = await client.openSession(request);
      deepStrictEqual((await session.execute({ sql: "PING" })).rows, [["PONG"]]);
      deepStrictEqual((await session.call({ type: "ActiveDatabase" })).database, "db3");
      if (isRestored) await rejects(client.openSession({ ...request, password: null }), /NOAUTH/);
    }
  }
  for (const { name } of Deno.readDirSync(`${stateFolder}/redis`)) {
    ok(!Deno.readTextFileSync(`${stateFolder}/redis/${name}`).includes(PASSWORD));
  }
});
