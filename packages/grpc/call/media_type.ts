/**
 * `content-type` of gRPC.
 *
 * @module
 */

/** What both ends send. */
export const CONTENT_TYPE = "application/grpc";

/** Whether it is gRPC's, with any encoding of messages: `application/grpc`, `application/grpc+proto`. */
export function isGrpcType(contentType: string | null): boolean {
  return contentType !== null && /^application\/grpc(?:$|[+;])/i.test(contentType);
}
