/**
 * `HostProxyService`: commands of children, on their way to hubs.
 *
 * @module
 */
import { implement, type ServiceImplementation } from "@fluxwire/grpc";
import { ProxyCommandResponseSchema } from "../generated/nx/internal/host_routing_pb.ts";
import { Control } from "../hostrpc.ts";
import type { NxHost } from "../host/nx_host.ts";
import { create } from "../protobuf.ts";
import { ProxyError } from "../routing/failures.ts";
import { checkPermission } from "../routing/permission.ts";
import { grpcErrorOf, tokenOf, waitMsOf } from "./call_facts.ts";
import { HOST_PROXY } from "./definitions.ts";

/** The largest message that every gRPC library takes, in bytes. */
export const MAX_MESSAGE_BYTES: number = 4 << 20;
/** What the host adds to a command on its way, in bytes: ids of usual length, numbers and tags. */
const ADDED_BYTES = 256;

/** The service of a host. */
export function hostProxy(host: NxHost): ServiceImplementation {
  return implement(HOST_PROXY, {
    proxyCommand: async (request, context) => {
      const { hubDeviceId, childRef, endpointKey, payload, correlationId, control } = request;
      try {
        const token = tokenOf(context), caller = host.launches.callerOf(token);
        if (control !== Control.COMMAND) {
          throw new ProxyError("BadRequest", "control is for the host, not for children");
        }
        checkPermission(caller, { hubDeviceId, childRef }, host.requireToken);
        const names = 4 * (hubDeviceId.length + childRef.length + endpointKey.length + 2 * correlationId.length);
        if (payload.length + names + ADDED_BYTES > MAX_MESSAGE_BYTES) throw tooLarge(payload.length);
        const answer = await host.router.call(hubDeviceId, {
          childRef,
          endpointKey,
          payload,
          correlationId,
          callerDeviceId: host.launches.find(token)?.instance.deviceId ?? "",
          control: "COMMAND",
        }, {
          timeoutMs: context.deadline === null ? null : Math.max(0, context.deadline - Date.now()),
          waitMs: waitMsOf(context),
          signal: context.signal,
        });
        return create(ProxyCommandResponseSchema, answer);
      } catch (error) {
        if (error instanceof ProxyError) host.noteUnroutable(hubDeviceId, error);
        throw grpcErrorOf(error);
      }
    },
  });
}

/** A command or an answer has more than {@link MAX_MESSAGE_BYTES}. */
export function tooLarge(bytes: number): ProxyError {
  return new ProxyError("TooLarge", `${bytes} bytes exceed the message limit of ${MAX_MESSAGE_BYTES}`);
}
