/**
 * What goes to a hub and what comes back, and the session that carries it.
 *
 * @module
 */

/** What a caller wants of a hub. */
export interface CommandRequest {
  readonly childRef: string;
  readonly endpointKey: string;
  readonly payload: Uint8Array;
  /** The caller's own id, which stands in its answer. */
  readonly correlationId: string;
  /** Whose command it is; empty if unknown. */
  readonly callerDeviceId: string;
  /** A command for a child, or a look for children. */
  readonly control: "COMMAND" | "DISCOVER";
}

/** What a hub gets. */
export interface HubRequest extends Omit<CommandRequest, "control"> {
  readonly control: CommandRequest["control"] | "CANCEL";
  /** The host's id of the command. */
  readonly id: string;
  /** What is left of its time. */
  readonly timeoutMs: number;
}

/** What a hub answers. */
export interface HubAnswer {
  /** The id that it was sent with. */
  readonly correlationId: string;
  readonly success: boolean;
  readonly message: string;
  readonly data: Uint8Array;
  readonly code: string;
}

/** A hub's session. */
export interface HubSession {
  /** Whether a launch token proves who it is. */
  readonly isSure: boolean;
  /** What the hub can do besides commands. */
  readonly features: ReadonlySet<string>;
  /** How many commands it takes at once. */
  readonly maxInFlight: number;
  /** When it began, in milliseconds since 1970. */
  readonly sinceMs: number;
  /** The bytes that were sent and not yet read by the hub's end. */
  readonly unreadBytes: number;
  /** Sends a request, in the order of the calls. */
  send(request: HubRequest): void;
}

/** How long a caller waits. */
export interface CallOptions {
  /** The caller's own deadline, in milliseconds from now; null for none. */
  readonly timeoutMs: number | null;
  /** The hub's limit, in milliseconds. */
  readonly limitMs: number;
  /** How long a session may be waited for, in milliseconds. */
  readonly waitMs: number;
  /** Aborts when the caller has left. */
  readonly signal: AbortSignal;
}
