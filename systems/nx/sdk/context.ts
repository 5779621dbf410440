/**
 * What the parts of a driver are given.
 *
 * @module
 */

/** Fields of a line of a log. */
export type LogFields = Readonly<Record<string, unknown>>;

/** A log. Its lines go to the host, or to stderr without one. */
export interface DriverLog {
  /** For who looks for a fault. */
  debug(message: string, fields?: LogFields): void;
  /** What happens. */
  info(message: string, fields?: LogFields): void;
  /** What may go wrong. */
  warn(message: string, fields?: LogFields): void;
  /** What has gone wrong. */
  error(message: string, fields?: LogFields): void;
}

/** What a variable's value is worth. */
export interface VariableOptions {
  /** `GOOD`, `STALE`, `ESTIMATED` or `UNKNOWN`. @default {"GOOD"} */
  readonly quality?: string;
  /** `DEVICE`, `DRIVER`, `USER` or `CLOUD`. @default {"DEVICE"} */
  readonly source?: string;
}

/** Publishes for the device; its id and the time are filled in. Rejects with an `NxError` if the host has not taken it. */
export interface Publish {
  /** The whole state. */
  state(state: unknown): Promise<void>;
  /** One variable. */
  variable(key: string, value: unknown, options?: VariableOptions): Promise<void>;
  /** An event. */
  event(type: string, payload?: unknown, options?: { readonly severity?: string }): Promise<void>;
}

/** What a driver works with. */
export interface DriverContext<Config> {
  /** The id of its device. */
  readonly deviceId: string;
  /** Its configuration, with defaults. */
  readonly config: Config;
  /** Publishes. */
  readonly publish: Publish;
  /** Its log. */
  readonly log: DriverLog;
  /** The time, in milliseconds since 1970. */
  now(): number;
  /** Aborts when the driver ends; in a handler, also when the command is given up. */
  readonly signal: AbortSignal;
}

/** What a command brings besides. */
export interface CallContext {
  /** The caller's id of the command. */
  readonly correlationId: string;
}

/** What a hub works with. */
export interface HubContext<Config> extends DriverContext<Config> {
  /**
   * Tells the hub's subscribers of an event; an empty `childRef` is the hub itself. False if the hub has no session: the
   * event is lost then.
   */
  emit(childRef: string, type: string, payload?: unknown): boolean;
}

/** A command of a child, at its hub. */
export interface ProxyCommand {
  /** The child's name at the hub. */
  readonly childRef: string;
  /** What the command is for. */
  readonly endpointKey: string;
  /** Its payload as it came. */
  readonly payload: Uint8Array;
  /** Its payload; throws an `NxError` `InvalidArgument` if it is no JSON. */
  json(): unknown;
  /** Aborts when the caller has given up, or the driver ends. */
  readonly signal: AbortSignal;
  /** The caller's id of the command. */
  readonly correlationId: string;
  /** The device id of the caller; empty if unknown. */
  readonly callerDeviceId: string;
}

/** How a command is sent to a hub. */
export interface HubCommandOptions {
  /** How long it may take, in milliseconds. @default {the hub's limit} */
  readonly timeoutMs?: number;
  /** The caller's id of the command. @default {that of the command which is handled, else a new one} */
  readonly correlationId?: string;
  /** How long a hub without a session is waited for, in milliseconds. @default {0} */
  readonly waitMs?: number;
  /** Gives up when it aborts. */
  readonly signal?: AbortSignal;
}

/** The hub of a child. */
export interface HubProxy {
  /** Whether the child has a hub, and that hub has a session. */
  readonly isConnected: boolean;
  /**
   * Sends a command for this child to its hub, and gives the answer's data; bytes that are no JSON as they are.
   *
   * @throws {NxError} what the hub or the host answers; `HubUnavailable`, `hub not bound`, without a hub.
   */
  command(endpointKey: string, value: unknown, options?: HubCommandOptions): Promise<unknown>;
}

/** What a child works with. */
export interface ChildContext<Config> extends DriverContext<Config> {
  /** Its hub. */
  readonly hub: HubProxy;
}
