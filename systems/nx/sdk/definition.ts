/**
 * What an author says of a driver.
 *
 * @module
 */
import type { CallContext, ChildContext, DriverContext, HubContext, ProxyCommand } from "./context.ts";
import type { Static, TSchema } from "./schema.ts";

/** A value, or a promise of it. */
export type Awaitable<T> = T | Promise<T>;

/** A device, as it is published. What is left out is empty. */
export interface DeviceFacts {
  /** A key that the device keeps, whatever its address: `ip:192.168.1.10`. */
  readonly externalDeviceKey: string;
  /** Its name for people. */
  readonly displayName: string;
  /** Its kind: `hub`, `lamp`. */
  readonly deviceType?: string;
  /** Who has made it. */
  readonly manufacturer?: string;
  /** Its model. */
  readonly model?: string;
  /** The version of its firmware. */
  readonly firmware?: string;
  /** Its address. */
  readonly ipAddress?: string;
  /** Its address on the link. */
  readonly macAddress?: string;
  /** How it is connected. */
  readonly connectionCategory?: string;
  /** `IP`, `ZIGBEE`, `IR`, `RS485`, `MODBUS` or `OTHER`. */
  readonly protocol?: string;
  /** Its id elsewhere. */
  readonly externalId?: string;
  /** Anything else, as texts. */
  readonly meta?: Readonly<Record<string, string>>;
}

/** An endpoint: what commands are for. */
export interface EndpointDefinition<S extends TSchema, C> {
  /** Its name for people. */
  readonly name: string;
  /** `Input`, `Output` or `BIDIR`. @default {"BIDIR"} */
  readonly direction?: string;
  /** `Audio`, `Video` or `Control`. @default {"Control"} */
  readonly kind?: string;
  /** `IP`, `ZigBee`, `Relay`, ... @default {"IP"} */
  readonly connection?: string;
  /** The name of an icon. */
  readonly icon?: string;
  /** Whether several bindings may use it at once. @default {false} */
  readonly multiBinding?: boolean;
  /** `switch`, `dimmer`, `toggle`, ... */
  readonly controlType?: string;
  /** What a command's payload must be; without it, any JSON. */
  readonly value?: S;
  /** Anything else, as texts. */
  readonly meta?: Readonly<Record<string, string>>;
  /** Does what a command asks for. What it returns is the answer's data; bytes are passed on as they are. */
  handle(value: Static<S>, context: C & CallContext): unknown;
}

/** A variable: what a device says of itself. */
export interface VariableDefinition {
  /** `Boolean`, `Number`, `Range`, `Text`, `Password`, `Image` or `Video`. */
  readonly type: string;
  /** The unit of a number. */
  readonly unit?: string;
  /** Whether it can be read. @default {true} */
  readonly readable?: boolean;
  /** Whether it can be written. @default {false} */
  readonly writable?: boolean;
  /** What its values are. */
  readonly value?: TSchema;
  /** Anything else, as texts. */
  readonly meta?: Readonly<Record<string, string>>;
}

/** A kind of event. */
export interface EventDefinition {
  /** What happens, for people. */
  readonly description?: string;
  /** `INFO`, `WARN` or `ERROR`. @default {"INFO"} */
  readonly severity?: string;
  /** What its payloads are. */
  readonly payload?: TSchema;
}

/** How well a driver is, and why. */
export interface DriverHealth {
  /** The worst is `DOWN`. */
  readonly status: "OK" | "DEGRADED" | "DOWN";
  /** Why, by names of the author's choice. */
  readonly details?: Readonly<Record<string, string>>;
}

/** What every driver has. */
export interface BaseDefinition<C extends TSchema, E extends Record<string, TSchema>, Context> {
  /** Its id: `com.example.hub`. */
  readonly id: string;
  /** Its name for people. */
  readonly name: string;
  /** A semantic version. */
  readonly version: string;
  /** The protocols of its devices: `IP`, `ZIGBEE`, `IR`, `RS485`, `MODBUS`, `OTHER`. */
  readonly protocols: readonly string[];
  /** What its configuration must be; defaults are filled in. */
  readonly config: C;
  /** Says which device it is. */
  readonly device: (context: Context) => Awaitable<DeviceFacts>;
  /** What commands can be for, by their keys. */
  readonly endpoints?: { readonly [Key in keyof E]: EndpointDefinition<E[Key], Context> };
  /** What it says of its device, by their keys. */
  readonly variables?: Readonly<Record<string, VariableDefinition>>;
  /** Kinds of events, by their types. */
  readonly events?: Readonly<Record<string, EventDefinition>>;
  /** Runs again and again once it is started; never twice at once. */
  readonly poll?: { readonly everyMs: number; run(context: Context): unknown };
  /** Runs once, when device, endpoints and variables are published. */
  start?(context: Context): unknown;
  /** Runs once, when the driver ends. */
  stop?(context: Context): unknown;
  /** Says how well it is. */
  health?(context: Context): Awaitable<DriverHealth>;
}

/** A driver of one device. */
export type DeviceDefinition<C extends TSchema, E extends Record<string, TSchema>> = BaseDefinition<
  C,
  E,
  DriverContext<Static<C>>
>;

/** A child that a hub has found. */
export interface FoundChild {
  /** Its name at the hub. */
  readonly childRef: string;
  /** `IP`, `ZIGBEE`, `IR`, `RS485`, `MODBUS` or `OTHER`. */
  readonly protocol?: string;
  /** Who has made it. */
  readonly manufacturer?: string;
  /** Its model. */
  readonly model?: string;
  /** The version of its firmware. */
  readonly firmware?: string;
  /** What tells its kind. */
  readonly fingerprint?: string;
  /** How well it is received, from 0 to 100. */
  readonly signal?: number;
}

/** A driver of a hub. */
export interface HubDefinition<C extends TSchema, E extends Record<string, TSchema>>
  extends BaseDefinition<C, E, HubContext<Static<C>>> {
  /** How many commands it takes at once, 1 to 256. @default {16} */
  readonly maxInFlight?: number;
  /** Looks for children. */
  discoverChildren?(context: HubContext<Static<C>>): Awaitable<readonly FoundChild[]>;
  /** Does a command of a child. Commands of one child come one after the other. */
  proxy(command: ProxyCommand, context: HubContext<Static<C>>): unknown;
}

/** An event of a hub, for its child. */
export interface HubEvent {
  /** Its type. */
  readonly type: string;
  /** Its payload; null if it is no JSON. */
  readonly payload: unknown;
  /** When, in milliseconds since 1970. */
  readonly atMs: number;
  /** How many events were lost before it. */
  readonly missed: number;
}

/** A driver of a device behind a hub. */
export interface ChildDefinition<C extends TSchema, E extends Record<string, TSchema>>
  extends BaseDefinition<C, E, ChildContext<Static<C>>> {
  /** The hub's driver that it needs. */
  readonly requiresHub?: { readonly driverId: string; readonly minVersion?: string };
  /** Takes events of its hub, in their order. */
  onHubEvent?(event: HubEvent, context: ChildContext<Static<C>>): unknown;
}

/** A driver, as `serve` takes it. */
export type Driver =
  // deno-lint-ignore no-explicit-any
  | { readonly type: "DEVICE"; readonly definition: BaseDefinition<any, any, DriverContext<any>> }
  // deno-lint-ignore no-explicit-any
  | { readonly type: "HUB"; readonly definition: HubDefinition<any, any> }
  // deno-lint-ignore no-explicit-any
  | { readonly type: "CHILD"; readonly definition: ChildDefinition<any, any> };

/**
 * A driver of one device.
 *
 * @example
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { defineDevice, Type } from "@fluxwire/nx";
 *
 * const driver = defineDevice({
 *   id: "com.example.relay",
 *   name: "Relay",
 *   version: "1.0.0",
 *   protocols: ["IP"],
 *   config: Type.Object({ ip: Type.String() }),
 *   device: ({ config }) => ({ externalDeviceKey: `ip:${config.ip}`, displayName: "Relay" }),
 *   endpoints: {
 *     power: { name: "Power", value: Type.Boolean(), handle: (on, { publish }) => publish.state({ power: on }) },
 *   },
 * });
 * equal(driver.type, "DEVICE");
 * ```
 */
export function defineDevice<C extends TSchema, E extends Record<string, TSchema> = Record<string, never>>(
  definition: DeviceDefinition<C, E>,
): Driver {
  return { type: "DEVICE", definition };
}

/** A driver of a hub: as `defineDevice`, with `proxy` for the commands of its children. */
export function defineHub<C extends TSchema, E extends Record<string, TSchema> = Record<string, never>>(
  definition: HubDefinition<C, E>,
): Driver {
  return { type: "HUB", definition };
}

/** A driver of a device behind a hub: as `defineDevice`, with `hub` in the context of its handlers. */
export function defineChild<C extends TSchema, E extends Record<string, TSchema> = Record<string, never>>(
  definition: ChildDefinition<C, E>,
): Driver {
  return { type: "CHILD", definition };
}
