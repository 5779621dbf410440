/** A driver: storages of this process under one name, for callers in others. */
import { type DriverRole, PROTOCOL } from "../remote/driver_info.ts";
import type { ErrorStorage, EventStorage, ModelStorage, SecureStorage } from "../storage/roles.ts";
import { errorRoutes } from "./error_service.ts";
import { eventRoutes } from "./event_service.ts";
import type { NativeHook } from "./hook_context.ts";
import { hookRoutes } from "./hook_service.ts";
import { modelRoutes } from "./model_service.ts";
import { secureRoutes } from "./secure_service.ts";
import type { Routes } from "./service.ts";

/** What a driver has: a storage for each of its roles, or a hook. */
export interface DriverStorages {
  /** The log of events. */
  readonly event?: EventStorage;
  /** What the events made. */
  readonly model?: ModelStorage;
  /** Sealed values. */
  readonly secure?: SecureStorage;
  /** Records of what went wrong. */
  readonly error?: ErrorStorage;
  /** A native hook. */
  readonly hook?: NativeHook;
}

/** What a driver says of itself. */
export interface OwnInfo {
  /** The name that configurations give it. */
  readonly name: string;
  /** Its own version. */
  readonly version: string;
  readonly protocol: typeof PROTOCOL;
  readonly roles: DriverRole[];
  readonly capabilities: string[];
}

/** What a driver of a name says of itself. */
export function infoOf(
  { name, version, roles, capabilities = [] }: {
    name: string;
    version: string;
    roles: readonly DriverRole[];
    capabilities?: readonly string[];
  },
): OwnInfo {
  return { name, version, protocol: PROTOCOL, roles: [...roles], capabilities: [...capabilities] };
}

/** The methods of a driver, by path. */
export function routesOf({ event, model, secure, error, hook }: DriverStorages, info: OwnInfo): Routes {
  return new Map([
    ...(event ? eventRoutes(event, info) : []),
    ...(model ? modelRoutes(model, info) : []),
    ...(secure ? secureRoutes(secure, info) : []),
    ...(error ? errorRoutes(error, info) : []),
    ...(hook ? hookRoutes(hook, info) : []),
  ]);
}
