/**
 * Generated messages as codecs of our gRPC end.
 *
 * @module
 */
import type { Codec } from "@fluxwire/grpc";
import { type DescMessage, fromBinary, type MessageShape, toBinary } from "../protobuf.ts";

/** The codec of a generated message. */
export function codec<Desc extends DescMessage>(schema: Desc): Codec<MessageShape<Desc>> {
  return { encode: (message) => toBinary(schema, message), decode: (bytes) => fromBinary(schema, bytes) };
}
