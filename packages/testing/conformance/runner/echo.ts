/**
 * Drivers that announce whatever the host asks for, as DBFlux's own programs do: what they announce says nothing.
 *
 * @module
 */
import type { HostEnd } from "./host_end.ts";
import { NotApplicable } from "./violation.ts";

/**
 * Ends a check of what Hello announces where that is the list that was requested; hosts ignore it.
 *
 * @throws {NotApplicable} where it is.
 */
export function refuseEcho(end: HostEnd, token: string | null): void {
  const { requestedCapabilities } = end.helloBody(token);
  if (requestedCapabilities.join() !== end.hello!.capabilities.join()) return;
  throw new NotApplicable("it announces exactly what the host requests, which hosts ignore");
}
