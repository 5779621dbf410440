/**
 * The calls of `PublisherService` as records.
 *
 * @module
 */
import { type CallContext, implement, type ServiceImplementation } from "@fluxwire/grpc";
import type { Published } from "../generated/nx/driver/v1/driver_pb.ts";
import type { PublishRecord } from "../publish/record.ts";
import { PUBLISHER } from "./definitions.ts";

/** A service that gives the record of each call to a function. */
export function publisherOf(
  publish: (record: PublishRecord, context: CallContext) => Promise<Published>,
): ServiceImplementation {
  return implement(PUBLISHER, {
    upsertDevice: (message, context) => publish({ call: "UpsertDevice", message }, context),
    upsertEndpoints: (message, context) => publish({ call: "UpsertEndpoints", message }, context),
    upsertVariables: (message, context) => publish({ call: "UpsertVariables", message }, context),
    publishState: (message, context) => publish({ call: "PublishState", message }, context),
    publishVariable: (message, context) => publish({ call: "PublishVariable", message }, context),
    publishEvent: (message, context) => publish({ call: "PublishEvent", message }, context),
  });
}
