/**
 * Records as data of the model server: texts of JSON by the names of fields. JSON of drivers stands in them as it came, so that no
 * number is rounded.
 *
 * @module
 */
import type {
  DeviceDescriptor,
  DeviceEvent,
  Endpoint,
  StateUpdate,
  Variable,
  VariableUpdate,
} from "../generated/nx/driver/v1/driver_pb.ts";
import { driverJson } from "../publish/driver_json.ts";
import { PublishError } from "../publish/record.ts";
import { type Moment, rfc3339 } from "../publish/time_text.ts";

/** The JSON of each field; a field that is left out has no value. */
export type ModelData = ReadonlyMap<string, string>;

/** What drivers say of a device. */
export function deviceData(device: DeviceDescriptor): ModelData {
  return data({
    deviceId: text(device.deviceId),
    driverId: text(device.driverId),
    externalDeviceKey: text(device.externalDeviceKey),
    displayName: text(device.displayName),
    deviceType: text(device.deviceType),
    manufacturer: text(device.manufacturer),
    model: text(device.model),
    firmware: text(device.firmware),
    ipAddress: text(device.ipAddress),
    macAddress: text(device.macAddress),
    connectionCategory: text(device.connectionCategory),
    protocol: text(device.protocol),
    parentDeviceId: text(device.parentDeviceId),
    externalId: text(device.externalId),
    meta: meta(device.meta),
  });
}

/** One endpoint. ControlType and Type are two names of one thing: what is empty has the other's value. */
export function endpointData(deviceId: string, endpoint: Endpoint): ModelData {
  return data({
    deviceId: text(deviceId),
    key: text(endpoint.key),
    name: text(endpoint.name),
    direction: text(endpoint.direction),
    kind: text(endpoint.kind),
    connection: text(endpoint.connection),
    icon: text(endpoint.icon),
    multiBinding: String(endpoint.multiBinding),
    controlType: text(endpoint.controlType || endpoint.type),
    type: text(endpoint.type || endpoint.controlType),
    valueSchema: json("value_schema", endpoint.valueSchema),
    meta: meta(endpoint.meta),
  });
}

/** The fields of a variable that its declaration has; the others are those of its value. */
export const DECLARED = ["deviceId", "key", "type", "unit", "readable", "writable", "readOnly", "meta"] as const;
/** The fields of a variable that its value has. */
export const VALUED = ["deviceId", "key", "value", "quality", "source", "at"] as const;

/** What a driver declares of a variable. ReadOnly is the older way to say that it is not writable. */
export function variableData(deviceId: string, variable: Variable): ModelData {
  const { key, type, unit, readable, writable, readOnly } = variable;
  return data({
    deviceId: text(deviceId),
    key: text(key),
    type: text(type),
    unit: text(unit),
    readable: String(readable),
    writable: String(writable),
    readOnly: String(readable || writable ? !writable : readOnly),
    meta: meta(variable.meta),
  });
}

/** The value of a variable. */
export function valueData(update: VariableUpdate, now: () => Moment): ModelData {
  return data({
    deviceId: text(update.deviceId),
    key: text(update.key),
    value: json("value", update.value),
    quality: text(update.quality),
    source: text(update.source),
    at: time(update.at ?? now()),
  });
}

/** The state of a device. */
export function stateData(update: StateUpdate, now: () => Moment): ModelData {
  return data({
    deviceId: text(update.deviceId),
    state: json("state", update.state),
    at: time(update.at ?? now()),
  });
}

/** An event of a device. */
export function eventData(event: DeviceEvent, now: () => Moment): ModelData {
  return data({
    deviceId: text(event.deviceId),
    type: text(event.type),
    payload: json("payload", event.payload),
    severity: text(event.severity),
    at: time(event.at ?? now()),
  });
}

/** The data as the body of a request. */
export function bodyOf(data: ModelData): string {
  return `{${[...data].map(([name, json]) => `${JSON.stringify(name)}:${json}`)}}`;
}

function data(fields: Readonly<Record<string, string | null>>): ModelData {
  return new Map(
    Object.entries(fields).flatMap(([name, json]): [string, string][] => json === null ? [] : [[name, json]]),
  );
}

/** An empty text is a field that the driver has left out. */
function text(value: string): string | null {
  return value === "" ? null : JSON.stringify(value);
}

function json(field: string, bytes: Uint8Array): string | null {
  const found = driverJson(field, bytes);
  return found === "null" ? null : found;
}

function meta(entries: Readonly<Record<string, string>>): string | null {
  return Object.keys(entries).length === 0 ? null : JSON.stringify(entries);
}

function time(at: Moment): string {
  try {
    return JSON.stringify(rfc3339(at));
  } catch (cause) {
    throw new PublishError(`Cannot publish at: ${(cause as Error).message}`, { cause });
  }
}
