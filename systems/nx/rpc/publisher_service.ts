/**
 * `PublisherService`: what drivers publish, on its way to every sink.
 *
 * @module
 */
import { type CallContext, GrpcError, implement, type ServiceImplementation } from "@fluxwire/grpc";
import { type Published, PublishedSchema } from "../generated/nx/driver/v1/driver_pb.ts";
import type { NxHost } from "../host/nx_host.ts";
import { create } from "../protobuf.ts";
import { PublishError, type PublishRecord } from "../publish/record.ts";
import { unknownWords } from "../publish/words.ts";
import { tokenOf } from "./call_facts.ts";
import { PUBLISHER } from "./definitions.ts";

/** The service of a host. */
export function publisherService(host: NxHost): ServiceImplementation {
  const publish = (record: PublishRecord, context: CallContext) => published(host, record, context);
  return implement(PUBLISHER, {
    upsertDevice: (message, context) => publish({ call: "UpsertDevice", message }, context),
    upsertEndpoints: (message, context) => publish({ call: "UpsertEndpoints", message }, context),
    upsertVariables: (message, context) => publish({ call: "UpsertVariables", message }, context),
    publishState: (message, context) => publish({ call: "PublishState", message }, context),
    publishVariable: (message, context) => publish({ call: "PublishVariable", message }, context),
    publishEvent: (message, context) => publish({ call: "PublishEvent", message }, context),
  });
}

async function published(host: NxHost, record: PublishRecord, context: CallContext): Promise<Published> {
  const token = tokenOf(context), launch = host.launches.find(token);
  if (launch === null && (token !== null || host.requireToken)) {
    throw new GrpcError("PERMISSION_DENIED", "the launch token is of no launch that runs");
  }
  if (launch !== null) { for (const text of unknownWords(record)) host.warnOnce(launch.instance.instanceId, text); }
  try {
    await host.publisher.publish(record);
  } catch (error) {
    const { message } = error as Error;
    throw new GrpcError(error instanceof PublishError ? "INVALID_ARGUMENT" : "INTERNAL", message, { cause: error });
  }
  return create(PublishedSchema);
}
