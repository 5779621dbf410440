/**
 * `PublisherService` of a core.
 *
 * @module
 */
import { type CallContext, GrpcError, type ServiceImplementation } from "@fluxwire/grpc";
import { type Published, PublishedSchema } from "../generated/nx/driver/v1/driver_pb.ts";
import { create } from "../protobuf.ts";
import { KEY_METADATA, PublishError, type PublishRecord } from "../publish/record.ts";
import { publisherOf } from "../rpc/publisher_of.ts";
import type { CoreWriter } from "./core_writer.ts";

/** How long a record may take, in milliseconds; less if its caller waits for less. */
const WRITE_MS = 10_000;
/** The share of the caller's time that is used: it must learn why a record was not written before it gives up. */
const SHARE = 0.8;
/** A key of a caller: the model server takes 255 characters, and the parts of a record add some. */
const KEY = /^[!-~]{1,200}$/;

/** The service, which writes by this writer. */
export function coreService(writer: CoreWriter): ServiceImplementation {
  return publisherOf((record, context) => written(writer, record, context));
}

async function written(writer: CoreWriter, record: PublishRecord, context: CallContext): Promise<Published> {
  const { deadline, signal } = context, now = Date.now();
  const until = now + Math.min(WRITE_MS, deadline === null ? WRITE_MS : (deadline - now) * SHARE);
  try {
    await writer.write(record, { signal, until, key: keyOf(context) });
  } catch (error) {
    if (error instanceof PublishError) throw new GrpcError("INVALID_ARGUMENT", error.message, { cause: error });
    throw error;
  }
  return create(PublishedSchema);
}

/** The caller's own key, by which a repeated record is written once, or a new one. */
function keyOf({ metadata }: CallContext): string {
  const key = metadata.get(KEY_METADATA);
  if (key === undefined) return crypto.randomUUID();
  if (typeof key === "string" && KEY.test(key)) return key;
  throw new GrpcError("INVALID_ARGUMENT", `${KEY_METADATA} must be 1 to 200 printable characters without blanks`);
}
