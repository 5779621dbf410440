import { deepStrictEqual } from "node:assert/strict";
import type { DeviceReport } from "../client/device_report.ts";
import { encodeMethods, type MethodFacts, METHODS_LABEL } from "../wire/method_facts.ts";
import { actionsOf, nodeOf } from "./device_node.ts";

/** A device as an exporter in Python reports it. */
function report(change: Partial<DeviceReport>): DeviceReport {
  return {
    uuid: "u",
    name: "lamp",
    path: "rack.lamp",
    clientClass: "vendor.client.Lamp",
    description: null,
    commandHelp: {},
    version: null,
    labels: { "jumpstarter.dev/name": "lamp", shelf: "2" },
    children: [],
    ...change,
  };
}

/** What can be done: ids, kinds, and whether there are fields for the arguments. */
function shown(device: DeviceReport): unknown[] {
  return actionsOf(device).map((
    { id, kind, input },
  ) => [id, kind, input.prefixItems?.map(({ title }) => title) ?? "JSON"]);
}

Deno.test("a device of an exporter in Python has the methods of its kind, with a list as JSON", () => {
  deepStrictEqual(shown(report({ clientClass: "jumpstarter_driver_power.client.PowerClient" })), [
    ["on", "call", "JSON"],
    ["off", "call", "JSON"],
    ["read", "stream", "JSON"],
  ]);
  deepStrictEqual(shown(report({ clientClass: "jumpstarter_driver_pyserial.client.PySerialClient" })), [
    ["connect", "bytes", "JSON"],
  ]);
});

Deno.test("storage of an exporter in Python takes a file and gives one, and none of its methods is a list as JSON", () => {
  deepStrictEqual(shown(report({ clientClass: "jumpstarter_driver_opendal.client.FlasherClient" })), [
    ["flash", "bytes", ["target", "Compression of the file"]],
    ["dump", "bytes", ["target", "Compression of the file"]],
  ]);
  const mux = actionsOf(report({ clientClass: "jumpstarter_driver_opendal.client.StorageMuxClient" }));
  deepStrictEqual(mux.map(({ id, kind, file }) => [id, kind, file]), [
    ["host", "call", undefined],
    ["dut", "call", undefined],
    ["off", "call", undefined],
    ["write", "bytes", "up"],
    ["read", "bytes", "down"],
  ]);
});

Deno.test("a device of an unknown kind is called by the names of its methods; a group has none, the root can be reset", () => {
  deepStrictEqual(shown(report({})), [
    ["call a method", "call", ["Method", "Arguments"]],
    ["read a stream", "stream", ["Method", "Arguments"]],
    ["open bytes", "bytes", ["Method"]],
  ]);
  deepStrictEqual(shown(report({ path: "", children: [report({})] })), [["reset every device", "call", "JSON"]]);
});

Deno.test("a method that takes all further arguments has a list behind its fields", () => {
  const arg = { expected: "string", isOptional: false, resource: null, schema: { type: "string" } };
  const rest = { ...arg, isOptional: true, isRest: true, schema: { type: "array", items: { type: "number" } } };
  const methods: MethodFacts[] = [{
    name: "run",
    kind: "call",
    args: [{ ...arg, name: "program" }, { ...rest, name: null }],
  }];
  const [run] = actionsOf(report({ labels: { [METHODS_LABEL]: encodeMethods(methods) } }));
  deepStrictEqual(run!.input, {
    type: "array",
    prefixItems: [{ description: "string", type: "string", title: "program" }],
    minItems: 1,
    items: { type: "number" },
  });
});

Deno.test("a device's facts have its labels, but not the one with its methods", () => {
  const { id, kind, facts } = nodeOf(report({}));
  deepStrictEqual([id, kind], [".rack.lamp", "device"]);
  deepStrictEqual(facts.map(({ name, value }) => `${name} ${value}`), [
    "Path rack.lamp",
    "UUID u",
    "Client class vendor.client.Lamp",
    "Label shelf 2",
  ]);
});
