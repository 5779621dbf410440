/** Storages of this process behind a driver's socket, and what calls them. */
import { type DriverStorages, infoOf, routesOf } from "../../../driver/driver.ts";
import { handlerOf } from "../../../driver/handler.ts";
import { serveDriver } from "../../../driver/serve.ts";
import { Caller } from "../../../remote/caller.ts";
import type { Encoding } from "../../../remote/encoding.ts";
import { targetOf } from "../../../remote/target.ts";

/** The token of drivers under test. */
export const TOKEN = "token-of-a-test";

/** A driver that answers in this process. */
export interface ServedStorages extends AsyncDisposable {
  /** A new client. */
  caller(encoding: Encoding): Caller;
}

/** Serves storages on a socket in a folder of its own. */
export async function serveStorages(storages: DriverStorages): Promise<ServedStorages> {
  const folder = await Deno.makeTempDir();
  const roles = (["event", "model", "secure", "error"] as const).filter((role) => storages[role] !== undefined);
  const routes = routesOf(storages, infoOf({ name: "test", version: "1.0.0", roles, capabilities: ["trim"] }));
  const served = serveDriver(handlerOf(routes, TOKEN), { path: `${folder}/s` });
  return {
    caller: (encoding) => new Caller({ target: targetOf(served.url)!, encoding, token: TOKEN, timeoutMs: 20_000 }),
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
