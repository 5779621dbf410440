/** The program of a plugin: says what it is, or answers calls until its server ends. */
import { lifelineEnd } from "@fluxwire/transport";
import { DriverInfoSchema } from "../generated/apiplant/storage/v1/driver_pb.ts";
import type { JsonObject } from "../json/json.ts";
import { create, toJsonString } from "../protobuf.ts";
import { type DriverRole, PROTOCOL } from "../remote/driver_info.ts";
import { type DriverStorages, infoOf, routesOf } from "./driver.ts";
import { handlerOf } from "./handler.ts";
import { type DriverPlace, placeOf, serveDriver } from "./serve.ts";

/** A plugin: what it says of itself, and how its storages are opened. */
export interface PluginDefinition {
  /** The name that configurations give it: letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** Its own version, for people. */
  readonly version: string;
  /** What it can be. */
  readonly roles: readonly DriverRole[];
  /** `trim`, if its event storage can. */
  readonly capabilities?: readonly string[];
  /** Opens what it has for its roles, with the settings that the configuration has for it. */
  open(settings: JsonObject): Promise<DriverStorages> | DriverStorages;
}

/**
 * Serves a plugin as the environment says, until stdin ends or a signal asks it to end: `APIPLANT_SOCKET` is the path of its
 * socket, `APIPLANT_TOKEN` what callers must send, `APIPLANT_CONFIG_FILE` a file with its settings as JSON. With `--info` it
 * prints what it is. With `--listen ADDRESS` it answers there, for servers that reach it by the kind `http`: `host:port` or
 * `unix:/path`; it then leaves stdin alone, and needs no settings.
 *
 * @throws {TypeError} If neither a socket nor an address is named.
 */
export async function servePlugin(plugin: PluginDefinition, args: readonly string[] = Deno.args): Promise<void> {
  const info = infoOf(plugin);
  if (args.includes("--info")) return console.log(toJsonString(DriverInfoSchema, create(DriverInfoSchema, info)));
  const at = args.indexOf("--listen"), address = at === -1 ? null : args[at + 1] ?? "";
  const place = address === null ? ownSocket() : placeOf(address);
  if (place === null) {
    throw new TypeError(
      `Nowhere to listen: a plugin of protocol ${PROTOCOL} is started by its server, or with --listen ADDRESS`,
    );
  }
  const storages = await plugin.open(await settings());
  const served = serveDriver(handlerOf(routesOf(storages, info), Deno.env.get("APIPLANT_TOKEN") ?? null), place);
  console.log(address === null ? "ready" : `listening on ${served.url}`);
  await Promise.race([asked(), ...(address === null ? [lifelineEnd()] : [])]);
  // The storages first: what waits for the next event ends with them.
  const { hook: _, ...roles } = storages;
  for (const storage of Object.values(roles)) await storage[Symbol.asyncDispose]();
  await served[Symbol.asyncDispose]();
  Deno.exit(0);
}

function ownSocket(): DriverPlace | null {
  const path = Deno.env.get("APIPLANT_SOCKET");
  return path === undefined ? null : { path };
}

async function settings(): Promise<JsonObject> {
  const path = Deno.env.get("APIPLANT_CONFIG_FILE");
  return path === undefined ? {} : JSON.parse(await Deno.readTextFile(path));
}

/** Resolves when a signal asks the program to end. */
function asked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) Deno.addSignalListener(signal, () => resolve());
  });
}
