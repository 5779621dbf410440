/**
 * Who may open a hub's session, and who may not: values in, a verdict out.
 *
 * @module
 */
import { REGISTER } from "../rpc/names.ts";
import type { StatusName } from "./failures.ts";

/** How long a hub has for its first message, in milliseconds. */
export const REGISTRATION_MS = 5_000;
/** How many commands a hub gets at once that does not say how many. */
export const DEFAULT_MAX_IN_FLIGHT = 16;
/** The most that it can ask for. */
const MAX_IN_FLIGHT = 256;

/** Who calls, by the launch token that came with the call. `invalid`: of no launch that runs. */
export type Caller =
  | { readonly kind: "unknown" }
  | { readonly kind: "invalid" }
  | { readonly kind: "operator" }
  | {
    readonly kind: "instance";
    /** The device id of the launched instance. */
    readonly deviceId: string;
    /** Whether it is a CHILD. */
    readonly isChild: boolean;
    /** The hub that its configuration names; null for none. */
    readonly hubDeviceId: string | null;
    /** Its name at its hub; null for none. */
    readonly childRef: string | null;
  };

/** The first message of a session. */
export interface Registration {
  readonly endpointKey: string;
  readonly hubDeviceId: string;
  readonly correlationId: string;
  readonly features: readonly string[];
  readonly maxInFlight: number;
}

/** What a verdict depends on besides the message. */
export interface RegistrationContext {
  /** Who opens the session. */
  readonly caller: Caller;
  /** Whether a launch token is needed. */
  readonly requireToken: boolean;
  /** Whether a HUB instance has this device id. */
  readonly isHub: (deviceId: string) => boolean;
  /** The session that a hub has; null for none. */
  readonly sessionOf: (deviceId: string) => { readonly isSure: boolean } | null;
}

/** Why a session is refused: the stream ends with this status. */
export interface Refusal {
  readonly status: StatusName;
  readonly message: string;
}

/** A session that may begin. */
export interface Accepted {
  /** Whether a launch token proves that the hub is the launched one. */
  readonly isSure: boolean;
  /** Whether it takes the place of a session that is not sure. */
  readonly replaces: boolean;
}

/** What ends a session whose hub has sent no message within {@link REGISTRATION_MS}. */
export const NO_REGISTRATION: Refusal = { status: "DEADLINE_EXCEEDED", message: "no registration within 5 s" };
/** What ends a session that a surer one replaces. */
export const REPLACED: Refusal = { status: "ABORTED", message: "replaced by the launched hub" };

/** Whether a first message opens a session. */
export function judgeRegistration(first: Registration, context: RegistrationContext): Refusal | Accepted {
  const { hubDeviceId: id, endpointKey, correlationId } = first;
  const { caller, requireToken, isHub, sessionOf } = context;
  if (endpointKey !== REGISTER) {
    return { status: "FAILED_PRECONDITION", message: "the first message must register" };
  }
  if (id === "" || correlationId === "") {
    return { status: "INVALID_ARGUMENT", message: "a registration needs hub_device_id and correlation_id" };
  }
  if (!isHub(id)) return { status: "NOT_FOUND", message: `no HUB instance has the device id ${id}` };
  if (caller.kind === "invalid" || (caller.kind === "instance" && caller.deviceId !== id)) {
    return { status: "PERMISSION_DENIED", message: `${id} is not this launch's device id` };
  }
  const isSure = caller.kind === "instance";
  if (!isSure && requireToken) return { status: "UNAUTHENTICATED", message: "a launch token is needed" };
  const session = sessionOf(id);
  if (session !== null && !(isSure && !session.isSure)) {
    return { status: "ALREADY_EXISTS", message: `hub ${id} is registered already` };
  }
  return { isSure, replaces: session !== null };
}

/** How many commands a hub gets at once: what it asks for, within the bounds, and at most what its instance allows. */
export function maxInFlightOf({ maxInFlight }: Registration, limit: number | null): number {
  const asked = maxInFlight === 0 ? DEFAULT_MAX_IN_FLIGHT : Math.min(maxInFlight, MAX_IN_FLIGHT);
  return limit === null ? asked : Math.min(asked, limit);
}
