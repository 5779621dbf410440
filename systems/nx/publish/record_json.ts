/**
 * A record as the file publisher writes it: every member, in the order of its message, under the names of the original
 * host.
 *
 * @module
 */
import type { Endpoint, Variable } from "../generated/nx/driver/v1/driver_pb.ts";
import { indentedJson } from "../json/indent.ts";
import { driverJson } from "./driver_json.ts";
import { PublishError, type PublishRecord } from "./record.ts";
import { type Moment, rfc3339 } from "./time_text.ts";

/** The content of a record's file, without a line end at the end. @throws {PublishError} for invalid JSON or an invalid time. */
export function recordJson(record: PublishRecord, now: () => Moment): string {
  return indentedJson(compact(record, now));
}

function compact({ call, message }: PublishRecord, now: () => Moment): string {
  switch (call) {
    case "UpsertDevice":
      return object({
        DeviceID: text(message.deviceId),
        DriverID: text(message.driverId),
        ExternalDeviceKey: text(message.externalDeviceKey),
        DisplayName: text(message.displayName),
        DeviceType: text(message.deviceType),
        Manufacturer: text(message.manufacturer),
        Model: text(message.model),
        Firmware: text(message.firmware),
        IPAddress: text(message.ipAddress),
        MACAddress: text(message.macAddress),
        ConnectionCategory: text(message.connectionCategory),
        Protocol: text(message.protocol),
        ParentDeviceID: text(message.parentDeviceId),
        ExternalID: text(message.externalId),
        Meta: meta(message.meta),
      });
    case "UpsertEndpoints":
      return `[${message.endpoints.map(endpoint)}]`;
    case "UpsertVariables":
      return `[${message.variables.map(variable)}]`;
    case "PublishState":
      return object({
        DeviceID: text(message.deviceId),
        State: driverJson("state", message.state),
        At: time(message.at ?? now()),
      });
    case "PublishVariable":
      return object({
        DeviceID: text(message.deviceId),
        Key: text(message.key),
        Value: driverJson("value", message.value),
        Quality: text(message.quality),
        Source: text(message.source),
        At: time(message.at ?? now()),
      });
    case "PublishEvent":
      return object({
        DeviceID: text(message.deviceId),
        Type: text(message.type),
        Payload: driverJson("payload", message.payload),
        Severity: text(message.severity),
        At: time(message.at ?? now()),
      });
  }
}

/** ControlType and Type are two names of one thing: what is empty has the other's value. */
function endpoint(endpoint: Endpoint): string {
  return object({
    Key: text(endpoint.key),
    Name: text(endpoint.name),
    Direction: text(endpoint.direction),
    Kind: text(endpoint.kind),
    Connection: text(endpoint.connection),
    Icon: text(endpoint.icon),
    MultiBinding: String(endpoint.multiBinding),
    ControlType: text(endpoint.controlType || endpoint.type),
    Type: text(endpoint.type || endpoint.controlType),
    ValueSchema: driverJson("value_schema", endpoint.valueSchema),
    Meta: meta(endpoint.meta),
  });
}

/** ReadOnly is the older way to say that a variable is not writable. */
function variable({ key, type, unit, readable, writable, readOnly, meta: more }: Variable): string {
  return object({
    Key: text(key),
    Type: text(type),
    Unit: text(unit),
    Readable: String(readable),
    Writable: String(writable),
    ReadOnly: String(readable || writable ? !writable : readOnly),
    Meta: meta(more),
  });
}

function object(members: Readonly<Record<string, string>>): string {
  return `{${Object.entries(members).map(([name, value]) => `${text(name)}:${value}`)}}`;
}

function text(value: string): string {
  return JSON.stringify(value);
}

/** Keys in the order of their bytes; without any, null, as the wire cannot tell an empty map from none. */
function meta(entries: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(entries).toSorted(([a], [b]) => compareBytes(a, b));
  if (sorted.length === 0) return "null";
  return `{${sorted.map(([key, value]) => `${text(key)}:${text(value)}`)}}`;
}

/** Order of UTF-8, which is that of code points. */
function compareBytes(a: string, b: string): number {
  const [left, right] = [[...a], [...b]].map((characters) => characters.map((one) => one.codePointAt(0)!));
  for (let i = 0; i < Math.min(left!.length, right!.length); i++) {
    if (left![i] !== right![i]) return left![i]! - right![i]!;
  }
  return left!.length - right!.length;
}

function time(at: Moment): string {
  try {
    return text(rfc3339(at));
  } catch (cause) {
    throw new PublishError(`Cannot publish at: ${(cause as Error).message}`, { cause });
  }
}
