/**
 * What a driver declares, as its messages say it.
 *
 * @module
 */
import {
  type DeviceDescriptor,
  DeviceDescriptorSchema,
  type Endpoint,
  EndpointSchema,
  type Variable,
  VariableSchema,
} from "../generated/nx/driver/v1/driver_pb.ts";
import { create } from "../protobuf.ts";
import type { DeviceFacts, Driver } from "./definition.ts";

const utf8 = new TextEncoder();

/** How drivers of each type are reached. */
export const TOPOLOGIES = { DEVICE: ["DIRECT_IP"], HUB: ["DIRECT_IP"], CHILD: ["VIA_HUB"] } as const;

/** The endpoints of a driver. */
export function endpointsOf({ definition }: Driver): Endpoint[] {
  return Object.entries(definition.endpoints ?? {}).map(([key, endpoint]) => {
    const { value, direction = "BIDIR", kind = "Control", connection = "IP", controlType = "" } = endpoint;
    return create(EndpointSchema, {
      ...{ key, direction, kind, connection, controlType, type: controlType },
      name: endpoint.name,
      icon: endpoint.icon ?? "",
      multiBinding: endpoint.multiBinding ?? false,
      valueSchema: value === undefined ? new Uint8Array(0) : utf8.encode(JSON.stringify(value)),
      meta: { ...endpoint.meta },
    });
  });
}

/** The variables of a driver. */
export function variablesOf({ definition }: Driver): Variable[] {
  return Object.entries(definition.variables ?? {}).map(([key, { type, unit = "", meta, ...variable }]) => {
    const { readable = true, writable = false } = variable;
    return create(VariableSchema, { key, type, unit, readable, writable, readOnly: !writable, meta: { ...meta } });
  });
}

/** The device of a driver. */
export function deviceOf(
  { definition }: Driver,
  facts: DeviceFacts,
  deviceId: string,
  parent: string,
): DeviceDescriptor {
  return create(DeviceDescriptorSchema, {
    protocol: definition.protocols[0] ?? "",
    ...facts,
    meta: { ...facts.meta },
    ...{ deviceId, driverId: definition.id, parentDeviceId: parent },
  });
}
