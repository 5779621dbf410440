/**
 * `PublisherService`: what drivers publish, on its way to every sink.
 *
 * @module
 */
import { type CallContext, GrpcError, type ServiceImplementation } from "@fluxwire/grpc";
import { type Published, PublishedSchema } from "../generated/nx/driver/v1/driver_pb.ts";
import type { NxHost } from "../host/nx_host.ts";
import { create } from "../protobuf.ts";
import { PublishError, type PublishRecord } from "../publish/record.ts";
import { unknownWords } from "../publish/words.ts";
import { tokenOf } from "./call_facts.ts";
import { publisherOf } from "./publisher_of.ts";

/** The service of a host. */
export function publisherService(host: NxHost): ServiceImplementation {
  return publisherOf((record, context) => published(host, record, context));
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
