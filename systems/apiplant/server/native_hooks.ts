/** The native hooks of a server. */
import type { NativeHooks } from "../hooks/native/native_hooks.ts";
import type { ServerLog } from "./server_log.ts";
import { pluginsOf } from "./storages.ts";

/** The programs of a folder that are hooks; `undefined` if none is. What runs them is loaded if there are some. */
export async function nativeHooksOf(
  folder: string,
  log: ServerLog,
  started: AsyncDisposableStack,
): Promise<NativeHooks | undefined> {
  const programs = started.use(await pluginsOf(folder, (level, text, hook) => log[level](text, { hook })));
  if (programs.names("hook").length === 0) return undefined;
  const { NativeHooks } = await import("../hooks/native/native_hooks.ts");
  return started.use(new NativeHooks(programs));
}
