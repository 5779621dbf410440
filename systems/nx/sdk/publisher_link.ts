/**
 * Publishes for a driver over its connection to the host.
 *
 * @module
 */
import { type CallOptions, GrpcError } from "@fluxwire/grpc";
import type { Clock } from "@fluxwire/transport";
import {
  DeviceEventSchema,
  EndpointListSchema,
  StateUpdateSchema,
  VariableListSchema,
  VariableUpdateSchema,
} from "../generated/nx/driver/v1/driver_pb.ts";
import { create } from "../protobuf.ts";
import { PUBLISHER } from "../rpc/definitions.ts";
import { dataOf } from "./command_result.ts";
import type { Driver } from "./definition.ts";
import { type HostLink, nxErrorOf } from "./host_link.ts";
import { NxError } from "./nx_error.ts";
import type { Surroundings } from "./runtime.ts";

/** How long one record may take, in milliseconds. */
const PUBLISH_MS = 5_000;

/** What publishes: a host's service. */
type Client = ReturnType<typeof clientOf>;

/** The publisher of a driver. With a host that has none, nothing is published, and `onMissing` is called once. */
export function publisherLink(
  link: HostLink,
  { deviceId, driver, clock, onMissing }: { deviceId: string; driver: Driver; clock: Clock; onMissing: () => void },
): Surroundings["publish"] {
  let isMissing = false;
  const call = async (send: (client: Client, options: CallOptions) => Promise<unknown>) => {
    if (isMissing) return;
    try {
      await send(clientOf(link), { timeoutMs: PUBLISH_MS });
    } catch (error) {
      if (!(error instanceof GrpcError) || error.code !== "UNIMPLEMENTED") throw nxErrorOf(error);
      isMissing = true;
      onMissing();
    }
  };
  const at = () => moment(clock.now());
  return {
    device: (device) => call((client, options) => client.upsertDevice(device, options)),
    endpoints: (endpoints) =>
      call((client, options) => client.upsertEndpoints(create(EndpointListSchema, { deviceId, endpoints }), options)),
    variables: (variables) =>
      call((client, options) => client.upsertVariables(create(VariableListSchema, { deviceId, variables }), options)),
    state: (state) => {
      const message = create(StateUpdateSchema, { deviceId, state: dataOf(state), at: at() });
      return call((client, options) => client.publishState(message, options));
    },
    variable: (key, value, { quality = "GOOD", source = "DEVICE" } = {}) => {
      if (!Object.hasOwn(driver.definition.variables ?? {}, key)) {
        return Promise.reject(new NxError("InvalidArgument", `unknown variable ${key}`));
      }
      const message = create(VariableUpdateSchema, { deviceId, key, value: dataOf(value), quality, source, at: at() });
      return call((client, options) => client.publishVariable(message, options));
    },
    event: (type, payload, options = {}) => {
      const severity = options.severity ?? driver.definition.events?.[type]?.severity ?? "INFO";
      const message = create(DeviceEventSchema, { deviceId, type, payload: dataOf(payload), severity, at: at() });
      return call((client, callOptions) => client.publishEvent(message, callOptions));
    },
  };
}

function clientOf(link: HostLink) {
  return link.channel.client(PUBLISHER);
}

/** A moment of the driver's clock, with the offset of its zone. */
function moment(ms: number): { seconds: bigint; nanos: number; offsetMinutes: number } {
  const seconds = Math.floor(ms / 1_000);
  return {
    seconds: BigInt(seconds),
    nanos: Math.round((ms - seconds * 1_000) * 1e6),
    offsetMinutes: -new Date(ms).getTimezoneOffset(),
  };
}
