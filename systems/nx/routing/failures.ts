/**
 * How a proxied command can fail, with what its caller reads: the message is what programs of the original host compare,
 * the code is for programs, the detail a sentence for people.
 *
 * @module
 */
import type { FailureCode } from "../rpc/failure_codes.ts";

/** The statuses of gRPC that a caller can get, by their names. */
export type StatusName =
  | "CANCELLED"
  | "INVALID_ARGUMENT"
  | "DEADLINE_EXCEEDED"
  | "NOT_FOUND"
  | "ALREADY_EXISTS"
  | "PERMISSION_DENIED"
  | "RESOURCE_EXHAUSTED"
  | "FAILED_PRECONDITION"
  | "ABORTED"
  | "INTERNAL"
  | "UNAVAILABLE"
  | "UNAUTHENTICATED";

export type { FailureCode };

/** Status and message of each code of a call that has failed. */
export const FAILURES: Readonly<Record<FailureCode, { status: StatusName; message: string }>> = {
  HubUnknown: { status: "UNAVAILABLE", message: "hub not connected" },
  HubUnavailable: { status: "UNAVAILABLE", message: "hub not connected" },
  HubDisconnected: { status: "UNAVAILABLE", message: "hub disconnected" },
  HubTimeout: { status: "DEADLINE_EXCEEDED", message: "hub timeout" },
  HubBusy: { status: "RESOURCE_EXHAUSTED", message: "hub busy" },
  TooLarge: { status: "RESOURCE_EXHAUSTED", message: "message too large" },
  Cancelled: { status: "CANCELLED", message: "context cancelled" },
  BadRequest: { status: "INVALID_ARGUMENT", message: "only commands can be proxied" },
  Forbidden: { status: "PERMISSION_DENIED", message: "not this instance's hub" },
  HostStopping: { status: "UNAVAILABLE", message: "host is stopping" },
};

/** A command that got no answer of its hub. */
export class ProxyError extends Error {
  /** The class's name. */
  override readonly name = "ProxyError";

  /**
   * @param code What went wrong.
   * @param detail A sentence for people.
   */
  constructor(readonly code: FailureCode, readonly detail: string) {
    super(FAILURES[code].message);
  }

  /** The status of gRPC that the caller gets. */
  get status(): StatusName {
    return FAILURES[this.code].status;
  }
}
