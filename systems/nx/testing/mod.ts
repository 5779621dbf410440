/**
 * For tests of drivers: a driver without process and socket, a hub that answers as the test says, time that stands still,
 * and the rules that every driver must keep to.
 *
 * @example A lamp behind a hub
 * ```ts
 * import { deepEqual, equal } from "node:assert/strict";
 * import { defineChild, Type } from "@fluxwire/nx";
 * import { TestDriver } from "@fluxwire/nx/testing";
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
 *
 * await using lamp = await TestDriver.start(driver, { config: { hub_device_id: "hub", child_ref: "lamp-1" } });
 * lamp.hub.answer("power", (on) => ({ power: on }));
 * deepEqual((await lamp.command("power", true)).data, { power: true });
 * equal((await lamp.command("power", "on")).code, "InvalidArgument");
 * ```
 *
 * @module
 */
export { type Clock, ManualClock, type ManualTimer } from "@fluxwire/transport";
export { CONTRACT, contractFaults, type ContractRule, type ContractSubject } from "./contract.ts";
export { type HubCall, ScriptedHub } from "./scripted_hub.ts";
export {
  type EmittedEvent,
  type LoggedLine,
  type PublishedRecord,
  TestDriver,
  type TestOptions,
  type TestResult,
} from "./test_driver.ts";
