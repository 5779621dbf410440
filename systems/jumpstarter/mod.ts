/**
 * Devices for Jumpstarter's clients, in TypeScript.
 *
 * @example A device that runs commands, and its client
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { call, defineDevice, serve, t } from "@fluxwire/jumpstarter";
 *
 * const custom = defineDevice({
 *   name: "custom",
 *   clientClass: "jumpstarter_custom_driver.CustomClient",
 *   open: () => ({
 *     methods: {
 *       execute: call([t.string().as("command"), t.list(t.string()).as("args")], async (command, args) => {
 *         const { stdout } = await new Deno.Command(command, { args }).output();
 *         return new TextDecoder().decode(stdout);
 *       }, "Execute a command on the exporter's machine"),
 *     },
 *   }),
 * });
 *
 * await using bench = await serve(custom);
 * equal(await bench.client.execute("echo", ["hello"]), "hello\n");
 * ```
 *
 * @module
 */
export type { Answer, Client, ClientMethodOf, ItemOf } from "./client/typed_client.ts";
export { CallError } from "./client/call_error.ts";
export {
  type Child,
  type ConfigFields,
  defineDevice,
  type Device,
  type DeviceDefinition,
  type Methods,
  type OpenContext,
  type OpenDevice,
} from "./device/define_device.ts";
export { DeviceError, type DeviceErrorCode } from "./device/device_error.ts";
export {
  defineInterface,
  type DeviceInterface,
  flasher,
  type MethodKinds,
  type MethodsOfInterface,
  network,
  power,
  serial,
  shell,
  storageMux,
  virtualPower,
} from "./device/interface.ts";
export {
  type Arguments,
  type ByteDuplex,
  type ByteHandle,
  bytes,
  call,
  type DeviceLog,
  type Given,
  type Method,
  type MethodContext,
  type MethodKind,
  stream,
  type StreamPair,
} from "./device/method.ts";
export { Misfit, Schema, type SchemaFacts, type TypeOf } from "./device/schema.ts";
export { type ObjectOf, t } from "./device/t.ts";
export { connect, type ConnectDeviceOptions, type Connected } from "./connect.ts";
export { serve, type Served, type ServeOptions } from "./serve.ts";
export { CLIENT_LABEL, NAME_LABEL, VERSION_LABEL } from "./wire/names.ts";
