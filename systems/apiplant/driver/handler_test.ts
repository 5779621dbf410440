import { deepStrictEqual } from "node:assert/strict";
import { routesOf } from "./driver.ts";
import { handlerOf } from "./handler.ts";
import { infoOf } from "./own_info.ts";
import { MemorySecureStorage } from "../storage/memory/secure_storage.ts";

Deno.test("a driver with a token answers requests that have it, and no others", async () => {
  const info = infoOf({ name: "test", version: "1.0.0", roles: ["secure"] });
  const handle = handlerOf(routesOf({ secure: new MemorySecureStorage() }, info), "token");
  const statusOf = async (authorization: string | null) => {
    const headers = { "content-type": "application/json", ...authorization !== null && { authorization } };
    const url = "http://driver/apiplant.storage.v1.SecureStorage/Info";
    return (await handle(new Request(url, { method: "POST", headers, body: "{}" }))).status;
  };
  const refused = [null, "", "Bearer ", "Bearer toke", "Bearer tokens", "Bearer tokem", "token", "bearer token"];
  deepStrictEqual(await Promise.all(refused.map(statusOf)), refused.map(() => 401));
  deepStrictEqual(await statusOf("Bearer token"), 200);
});
