/**
 * Drivers of NX devices in TypeScript: a device, a hub, or a child of a hub.
 *
 * @example A lamp behind a hub
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { defineChild, Type } from "@fluxwire/nx";
 *
 * const driver = defineChild({
 *   id: "com.example.lamp",
 *   name: "Lamp",
 *   version: "1.0.0",
 *   protocols: ["ZIGBEE"],
 *   config: Type.Object({ hub_device_id: Type.String(), child_ref: Type.String() }),
 *   device: ({ config }) => ({ externalDeviceKey: config.child_ref, displayName: "Lamp" }),
 *   endpoints: {
 *     power: { name: "Power", value: Type.Boolean(), handle: (on, { hub }) => hub.command("power", on) },
 *   },
 * });
 * equal(driver.type, "CHILD");
 * ```
 *
 * @module
 */
export type {
  CallContext,
  ChildContext,
  DriverContext,
  DriverLog,
  HubCommandOptions,
  HubContext,
  HubProxy,
  LogFields,
  ProxyCommand,
  Publish,
  VariableOptions,
} from "./sdk/context.ts";
export {
  type Awaitable,
  type BaseDefinition,
  type ChildDefinition,
  defineChild,
  defineDevice,
  defineHub,
  type DeviceDefinition,
  type DeviceFacts,
  type Driver,
  type DriverHealth,
  type EndpointDefinition,
  type EventDefinition,
  type FoundChild,
  type HubDefinition,
  type HubEvent,
  type VariableDefinition,
} from "./sdk/definition.ts";
export type { Clock } from "@fluxwire/transport";
export { FAILURE_CODES, type FailureCode } from "./rpc/failure_codes.ts";
export { NX_ERROR_CODES, NxError, type NxErrorCode } from "./sdk/nx_error.ts";
export { type Static, type TSchema, Type } from "./sdk/schema.ts";
export { serve, type ServeOptions } from "./sdk/serve.ts";
