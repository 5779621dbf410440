/**
 * Which hub a caller may reach.
 *
 * @module
 */
import { ProxyError } from "./failures.ts";
import type { Caller } from "./registration.ts";

/** Where a command goes. */
export interface Destination {
  readonly hubDeviceId: string;
  readonly childRef: string;
}

/**
 * Refuses a caller that may not reach a hub. With a token, a CHILD reaches the hub that its configuration names; without
 * one, any. With `-require_token` it needs the token, and reaches its own `child_ref` only.
 *
 * @throws {ProxyError} `Forbidden`.
 */
export function checkPermission(caller: Caller, { hubDeviceId, childRef }: Destination, requireToken: boolean): void {
  if (caller.kind === "operator") return;
  if (caller.kind === "invalid") throw forbidden("the launch token is of no launch that runs");
  if (caller.kind === "unknown") {
    if (requireToken) throw forbidden("a launch token is needed");
    return;
  }
  const { isChild, hubDeviceId: own, childRef: ownRef } = caller;
  if (isChild && own !== null && own !== hubDeviceId) {
    throw forbidden(`the configuration of this child names hub ${own}`);
  }
  if (!requireToken) return;
  if (!isChild || own === null) throw forbidden("the configuration of this instance names no hub");
  if (ownRef !== childRef) throw forbidden("a child reaches its own child_ref only");
}

function forbidden(detail: string): ProxyError {
  return new ProxyError("Forbidden", detail);
}
