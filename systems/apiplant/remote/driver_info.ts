/** What drivers say of themselves, checked. */
import type { DriverInfo } from "../generated/apiplant/storage/v1/driver_pb.ts";
import { StorageError } from "../storage/roles.ts";

/** The version of the protocol between servers and drivers. */
export const PROTOCOL = 1;

/** What a driver can be: a role of storage, or a hook. */
export type DriverRole = "event" | "model" | "secure" | "error" | "hook";

/**
 * Checks that a driver can be used as something.
 *
 * @param where Its address, for messages.
 * @throws {StorageError} `invalid` if it speaks another version of the protocol, or cannot be this.
 */
export function checkDriver(info: DriverInfo | undefined, role: DriverRole, where: string): DriverInfo {
  if (info === undefined) throw new StorageError("invalid", `${where} does not say what it is: Info needs a driver`);
  if (info.protocol !== PROTOCOL) {
    throw new StorageError("invalid", `${where} speaks version ${info.protocol} of the protocol, known is ${PROTOCOL}`);
  }
  if (!info.roles.includes(role)) {
    throw new StorageError("invalid", `${where} is no driver for ${role}: its roles are ${info.roles.join(", ")}`);
  }
  return info;
}
