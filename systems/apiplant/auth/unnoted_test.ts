import { deepStrictEqual, equal } from "node:assert/strict";
import { Served } from "../http/testing/served.ts";
import { StorageError } from "../storage/roles.ts";
import { REQUIRED } from "./testing/surfaces.ts";

Deno.test("keys are made, rotated and revoked although the log cannot note it: their secret is given, and a record says why", async () => {
  await using server = await Served.start({
    config: REQUIRED,
    core: (core) => ({
      ...core,
      writer: { ...core.writer, write: () => Promise.reject(new StorageError("unavailable", "Out of reach")) },
    }),
  });
  const made = await server.ask("/auth/keys", {
    body: { id: "reader", scopes: ["role:reader"] },
    key: server.adminKey,
  });
  equal(made.status, 201, made.text);
  const { key: reader } = made.body as { key: string };
  equal((await server.ask("/auth/me", { key: reader })).status, 200);
  const rotated = await server.ask("/auth/keys/admin/rotate", { body: {}, key: server.adminKey });
  equal(rotated.status, 200, rotated.text);
  const { key: admin } = rotated.body as { key: string };
  equal((await server.ask("/auth/keys/reader", { method: "DELETE", key: admin })).status, 204);
  equal((await server.ask("/auth/me", { key: reader })).status, 401);
  deepStrictEqual(server.records.map(({ message }) => message), Array(3).fill("Out of reach"));
});
