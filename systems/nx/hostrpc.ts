/**
 * The messages between drivers and a driver host, generated from `nx/internal/host_routing.proto`, as data for any gRPC
 * library.
 *
 * @module
 */
export {
  Control,
  HostProxyService,
  type HubEvent,
  HubEventSchema,
  HubGatewayService,
  type ProxyCommandRequest,
  ProxyCommandRequestSchema,
  type ProxyCommandResponse,
  ProxyCommandResponseSchema,
} from "./generated/nx/internal/host_routing_pb.ts";
