/** A secure storage of this process, for callers in others. */
import { SecureStorage as Service } from "../generated/apiplant/storage/v1/secure_storage_pb.ts";
import type { SecureStorage } from "../storage/roles.ts";
import type { OwnInfo } from "./own_info.ts";
import { type Route, route } from "./service.ts";

const { method } = Service;

/** The methods of a secure storage. */
export function secureRoutes(storage: SecureStorage, driver: OwnInfo): [string, Route][] {
  return [
    route(method.info, () => driver),
    route(method.get, async ({ name }) => {
      const found = await storage.get(name);
      return found === null ? {} : { value: new Uint8Array(found.value), version: BigInt(found.version) };
    }),
    route(method.set, async ({ name, value, ifVersion }) => {
      const result = await storage.set(name, value, ifVersion === undefined ? undefined : Number(ifVersion));
      return result.ok ? { version: BigInt(result.version) } : { conflict: true };
    }),
    route(method.delete, async ({ name }) => {
      await storage.delete(name);
      return {};
    }),
    route(method.list, async ({ prefix }) => ({ names: [...await storage.list(prefix)] })),
  ];
}
