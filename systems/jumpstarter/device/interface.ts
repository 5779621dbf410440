/**
 * Interfaces: methods that every device of a kind has, so that one client class fits all of them.
 *
 * @module
 */
import type { Method, MethodKind } from "./method.ts";

/** What an interface asks for: the kind of each method, by name. */
export type MethodKinds = Readonly<Record<string, MethodKind>>;

/** An interface. */
export interface DeviceInterface<Kinds extends MethodKinds = MethodKinds> {
  /** Its name, for errors. */
  readonly name: string;
  /** The dotted path of its client class in Python. */
  readonly clientClass: string;
  /** Its methods. */
  readonly methods: Kinds;
}

/** The methods that an interface asks for. */
export type MethodsOfInterface<Kinds extends MethodKinds> = { readonly [Name in keyof Kinds]: Method<Kinds[Name]> };

/**
 * Makes an interface.
 *
 * @param clientClass The dotted path of a client class in Python that uses no other methods.
 */
export function defineInterface<const Kinds extends MethodKinds>(
  name: string,
  clientClass: string,
  methods: Kinds,
): DeviceInterface<Kinds> {
  return { name, clientClass, methods };
}

/** What is missing or of another kind in a device that implements an interface; null if it is complete. */
export function lackOf(wanted: DeviceInterface, methods: Readonly<Record<string, Method>>): string | null {
  const lacks = Object.entries(wanted.methods).flatMap(([name, kind]) => {
    const method = Object.hasOwn(methods, name) ? methods[name]! : null;
    if (method === null) return [`${name} (${kind}) is missing`];
    return method.kind === kind ? [] : [`${name} is a ${method.kind}, not a ${kind}`];
  });
  return lacks.length === 0 ? null : lacks.join("; ");
}

/** A power supply. */
export const power: DeviceInterface<{ readonly on: "call"; readonly off: "call"; readonly read: "stream" }> =
  defineInterface("power", "jumpstarter_driver_power.client.PowerClient", { on: "call", off: "call", read: "stream" });

/** A connection. */
export const network: DeviceInterface<{ readonly connect: "bytes" }> = defineInterface(
  "network",
  "jumpstarter_driver_network.client.NetworkClient",
  { connect: "bytes" },
);

/** A serial port. */
export const serial: DeviceInterface<{ readonly connect: "bytes" }> = defineInterface(
  "serial",
  "jumpstarter_driver_pyserial.client.PySerialClient",
  { connect: "bytes" },
);

/** What images are written to and read from. */
export const flasher: DeviceInterface<{ readonly flash: "call"; readonly dump: "call" }> = defineInterface(
  "flasher",
  "jumpstarter_driver_opendal.client.FlasherClient",
  { flash: "call", dump: "call" },
);

/** Power of a virtual machine: its client can destroy the machine when it is switched off. */
export const virtualPower: DeviceInterface<{ readonly on: "call"; readonly off: "call"; readonly read: "stream" }> =
  defineInterface("virtualPower", "jumpstarter_driver_power.client.VirtualPowerClient", power.methods);

/** Storage that is switched between the exporter and the device under test. */
export const storageMux: DeviceInterface<
  {
    readonly host: "call";
    readonly dut: "call";
    readonly off: "call";
    readonly write: "call";
    readonly read: "call";
  }
> = defineInterface("storageMux", "jumpstarter_driver_opendal.client.StorageMuxClient", {
  host: "call",
  dut: "call",
  off: "call",
  write: "call",
  read: "call",
});

/** Fixed commands by name. */
export const shell: DeviceInterface<{ readonly get_methods: "call"; readonly call_method: "stream" }> = defineInterface(
  "shell",
  "jumpstarter_driver_shell.client.ShellClient",
  { get_methods: "call", call_method: "stream" },
);
