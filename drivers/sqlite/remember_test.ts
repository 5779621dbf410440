import { deepStrictEqual, rejects } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { profileJson, sessionRequest } from "@fluxwire/wire/client";
import { FreshFile } from "./testing/opened.ts";
import { connectTo, PERMISSIONS, serveDriver } from "./testing/served.ts";

/** The configuration of a connection that DBFlux has restored. */
const BLANK = { SQLite: { path: "", connection_id: null } };

Deno.test("a connection opens after a restart of DBFlux with its values, in every layout", async () => {
  await using file = await FreshFile.make();
  await using stack = new AsyncDisposableStack();
  const state = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(state, { recursive: true }));
  const files = [file.path, `${state}/fluxwire-sqlite`].join(",");
  const permissions = [...PERMISSIONS, `--allow-read=${files}`, `--allow-write=${files}`];
  await Deno.writeFile(file.path, new Uint8Array());
  const ids = LAYOUTS.map((layout) => [layout, crypto.randomUUID()] as const);
  for (const isRestored of [false, true]) {
    await using driver = await serveDriver(permissions, ["--state", state]);
    for (const [layout, id] of ids) {
      await using client = await connectTo(driver, layout);
      const { hello } = client;
      const request = isRestored
        ? { profileJson: profileJson({ layout, hello, id }, BLANK) }
        : sessionRequest({ layout, hello, id, values: { path: file.path, read_only: "true" } });
      const session = await client.openSession(request);
      deepStrictEqual(
        (await session.execute({ sql: "SELECT file FROM pragma_database_list WHERE name = 'main'" })).rows,
        [[file.path]],
      );
      await rejects(session.execute({ sql: "CREATE TABLE t(a)" }), { message: "attempt to write a readonly database" });
    }
  }
});

Deno.test("a built-in configuration with a path opens that file", async () => {
  await using file = await FreshFile.make();
  await Deno.writeFile(file.path, new Uint8Array());
  await using driver = await serveDriver(
    [...PERMISSIONS, `--allow-read=${file.path}`, `--allow-write=${file.path}`],
    [],
  );
  await using client = await connectTo(driver, "0.7.1");
  const { hello, layout } = client;
  const config = { SQLite: { path: file.path, connection_id: null } };
  const session = await client.openSession({ profileJson: profileJson({ layout, hello }, config) });
  deepStrictEqual(
    (await session.execute({ sql: "SELECT file FROM pragma_database_list WHERE name = 'main'" })).rows,
    [[file.path]],
  );
});
