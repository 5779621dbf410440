/**
 * The services of a driver host as data for our gRPC end, from the generated messages.
 *
 * @module
 */
import type { Codec, MethodDefinition, ServiceDefinition } from "@fluxwire/grpc";
import {
  type DeviceDescriptor,
  DeviceDescriptorSchema,
  type DeviceEvent,
  DeviceEventSchema,
  type DriverMessage,
  DriverMessageSchema,
  type EndpointList,
  EndpointListSchema,
  type HostMessage,
  HostMessageSchema,
  type Published,
  PublishedSchema,
  type StateUpdate,
  StateUpdateSchema,
  type SubscribeHubRequest,
  SubscribeHubRequestSchema,
  type VariableList,
  VariableListSchema,
  type VariableUpdate,
  VariableUpdateSchema,
} from "../generated/nx/driver/v1/driver_pb.ts";
import {
  type HubEvent,
  HubEventSchema,
  type ProxyCommandRequest,
  type ProxyCommandResponse,
} from "../generated/nx/internal/host_routing_pb.ts";
import { type DescMessage, fromBinary, type MessageShape, toBinary } from "../protobuf.ts";
import { REQUEST, RESPONSE } from "./routing_codec.ts";

function codec<Desc extends DescMessage>(schema: Desc): Codec<MessageShape<Desc>> {
  return { encode: (message) => toBinary(schema, message), decode: (bytes) => fromBinary(schema, bytes) };
}

const published = codec(PublishedSchema);
const request = REQUEST, response = RESPONSE;

/** What a CHILD calls. */
export const HOST_PROXY: ServiceDefinition<{
  proxyCommand: MethodDefinition<ProxyCommandRequest, ProxyCommandResponse, "unary">;
}> = {
  name: "nx.internal.HostProxyService",
  methods: { proxyCommand: { name: "ProxyCommand", kind: "unary", request, response } },
};

/** What a HUB opens. */
export const HUB_GATEWAY: ServiceDefinition<{
  openHubSession: MethodDefinition<ProxyCommandResponse, ProxyCommandRequest, "bidi">;
}> = {
  name: "nx.internal.HubGatewayService",
  methods: { openHubSession: { name: "OpenHubSession", kind: "bidi", request: response, response: request } },
};

/** What a driver may open besides. */
export const DRIVER_HOST: ServiceDefinition<{
  openDriverSession: MethodDefinition<DriverMessage, HostMessage, "bidi">;
  subscribeHub: MethodDefinition<SubscribeHubRequest, HubEvent, "server-stream">;
}> = {
  name: "nx.driver.v1.DriverHostService",
  methods: {
    openDriverSession: {
      name: "OpenDriverSession",
      kind: "bidi",
      request: codec(DriverMessageSchema),
      response: codec(HostMessageSchema),
    },
    subscribeHub: {
      name: "SubscribeHub",
      kind: "server-stream",
      request: codec(SubscribeHubRequestSchema),
      response: codec(HubEventSchema),
    },
  },
};

/** Where a driver publishes. */
export const PUBLISHER: ServiceDefinition<{
  upsertDevice: MethodDefinition<DeviceDescriptor, Published, "unary">;
  upsertEndpoints: MethodDefinition<EndpointList, Published, "unary">;
  upsertVariables: MethodDefinition<VariableList, Published, "unary">;
  publishState: MethodDefinition<StateUpdate, Published, "unary">;
  publishVariable: MethodDefinition<VariableUpdate, Published, "unary">;
  publishEvent: MethodDefinition<DeviceEvent, Published, "unary">;
}> = {
  name: "nx.driver.v1.PublisherService",
  methods: {
    upsertDevice: { name: "UpsertDevice", kind: "unary", request: codec(DeviceDescriptorSchema), response: published },
    upsertEndpoints: {
      name: "UpsertEndpoints",
      kind: "unary",
      request: codec(EndpointListSchema),
      response: published,
    },
    upsertVariables: {
      name: "UpsertVariables",
      kind: "unary",
      request: codec(VariableListSchema),
      response: published,
    },
    publishState: { name: "PublishState", kind: "unary", request: codec(StateUpdateSchema), response: published },
    publishVariable: {
      name: "PublishVariable",
      kind: "unary",
      request: codec(VariableUpdateSchema),
      response: published,
    },
    publishEvent: { name: "PublishEvent", kind: "unary", request: codec(DeviceEventSchema), response: published },
  },
};
