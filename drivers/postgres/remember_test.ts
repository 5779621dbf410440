import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { ServedDriver } from "@fluxwire/sdk/testing";
import { LAYOUTS } from "@fluxwire/wire";
import { profileJson, sessionRequest } from "@fluxwire/wire/client";
import { driver } from "./mod.ts";
import { PASSWORD, PostgresServer } from "./testing/postgres_server.ts";

Deno.test("a connection opens after a restart of DBFlux with its values, in every layout", async () => {
  await using server = await PostgresServer.start();
  await using stack = new AsyncDisposableStack();
  const stateFolder = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(stateFolder, { recursive: true }));
  const values = { host: "127.0.0.1", port: String(server.port), database: "template1", password: PASSWORD };
  for (const layout of LAYOUTS) {
    const id = crypto.randomUUID();
    for (const isRestored of [false, true]) {
      await using served = await ServedDriver.start(driver, { stateFolder });
      const client = await served.connect({ layout }), { hello } = client;
      const blank = { Postgres: { use_uri: false, uri: null, host: "", port: 5432, user: "", database: "" } };
      const request = isRestored
        ? { profileJson: profileJson({ layout, hello, id }, blank), password: PASSWORD }
        : sessionRequest({ layout, hello, id, values });
      await using session = await client.openSession(request);
      deepStrictEqual((await session.execute({ sql: "SELECT current_database()::text" })).rows, [["template1"]]);
      if (isRestored) await rejects(client.openSession({ ...request, password: null }), /password/);
    }
  }
  for (const { name } of Deno.readDirSync(`${stateFolder}/fluxwire-postgres`)) {
    ok(!Deno.readTextFileSync(`${stateFolder}/fluxwire-postgres/${name}`).includes(PASSWORD));
  }
});
