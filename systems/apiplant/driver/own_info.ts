/** What a driver of this package says of itself, in the form of the message's JSON. */
import type { DriverRole } from "../remote/driver_info.ts";
import { PROTOCOL } from "../remote/protocol.ts";

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
