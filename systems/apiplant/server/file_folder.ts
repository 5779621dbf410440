/** Where a server keeps files. */
import { join, resolve } from "node:path";
import type { Config } from "../config/config.ts";
import type { EventStorage } from "../storage/roles.ts";

/** The folder; files of a log that ends with the process end with it too. */
export async function fileFolder(
  { server, files }: Config,
  event: EventStorage,
): Promise<AsyncDisposable & { readonly path: string }> {
  if (files.dir !== "" || (await event.info()).durable !== "none") {
    const path = files.dir === "" ? join(resolve(server.dataDir), "files") : resolve(files.dir);
    return { path, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const path = await Deno.makeTempDir({ prefix: "fluxwire-files-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
