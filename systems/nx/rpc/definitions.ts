/**
 * The services of a driver host as data for our gRPC end, from the generated messages.
 *
 * @module
 */
import type { Codec } from "@fluxwire/grpc";
import {
  DeviceDescriptorSchema,
  DeviceEventSchema,
  DriverMessageSchema,
  EndpointListSchema,
  HostMessageSchema,
  PublishedSchema,
  StateUpdateSchema,
  SubscribeHubRequestSchema,
  VariableListSchema,
  VariableUpdateSchema,
} from "../generated/nx/driver/v1/driver_pb.ts";
import {
  HubEventSchema,
  ProxyCommandRequestSchema,
  ProxyCommandResponseSchema,
} from "../generated/nx/internal/host_routing_pb.ts";
import { type DescMessage, fromBinary, type MessageShape, toBinary } from "../protobuf.ts";

function codec<Desc extends DescMessage>(schema: Desc): Codec<MessageShape<Desc>> {
  return { encode: (message) => toBinary(schema, message), decode: (bytes) => fromBinary(schema, bytes) };
}

const published = codec(PublishedSchema);
const request = codec(ProxyCommandRequestSchema);
const response = codec(ProxyCommandResponseSchema);

/** What a CHILD calls. */
export const HOST_PROXY = {
  name: "nx.internal.HostProxyService",
  methods: { proxyCommand: { name: "ProxyCommand", kind: "unary", request, response } },
} as const;

/** What a HUB opens. */
export const HUB_GATEWAY = {
  name: "nx.internal.HubGatewayService",
  methods: { openHubSession: { name: "OpenHubSession", kind: "bidi", request: response, response: request } },
} as const;

/** What a driver may open besides. */
export const DRIVER_HOST = {
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
} as const;

/** Where a driver publishes. */
export const PUBLISHER = {
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
} as const;
