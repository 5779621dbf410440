/**
 * How a call ended, from what its server sent.
 *
 * @module
 */
import { fieldValue } from "../call/fields.ts";
import { GrpcError } from "../call/grpc_error.ts";
import { isGrpcType } from "../call/media_type.ts";
import { Metadata } from "../call/metadata.ts";
import { type GrpcCode, grpcCodeOf } from "../call/status.ts";
import { decodeStatusText } from "../call/status_text.ts";
import type { Field } from "../hpack/field.ts";
import { HTTP2_CODES } from "../http2/error_code.ts";
import type { StreamAbort } from "../http2/stream.ts";

/** What a status of HTTP means for a call, as gRPC's specification says. */
const HTTP_STATUS: Readonly<Record<string, GrpcCode>> = {
  "400": "INTERNAL",
  "401": "UNAUTHENTICATED",
  "403": "PERMISSION_DENIED",
  "404": "UNIMPLEMENTED",
  "429": "UNAVAILABLE",
  "502": "UNAVAILABLE",
  "503": "UNAVAILABLE",
  "504": "UNAVAILABLE",
};

/** What a reset means for a call, as gRPC's specification says; others are INTERNAL. */
const RESETS: Readonly<Record<number, GrpcCode>> = {
  [HTTP2_CODES.REFUSED_STREAM]: "UNAVAILABLE",
  [HTTP2_CODES.CANCEL]: "CANCELLED",
  [HTTP2_CODES.ENHANCE_YOUR_CALM]: "RESOURCE_EXHAUSTED",
  [HTTP2_CODES.INADEQUATE_SECURITY]: "PERMISSION_DENIED",
};

/** The error of headers that are no answer of gRPC; null if they are one. */
export function headersError(fields: readonly Field[]): GrpcError | null {
  const status = fieldValue(fields, ":status")!;
  if (status !== "200") return new GrpcError(HTTP_STATUS[status] ?? "UNKNOWN", `the server answered HTTP ${status}`);
  const type = fieldValue(fields, "content-type");
  if (isGrpcType(type)) return null;
  return new GrpcError("UNKNOWN", `the server answered with content-type ${JSON.stringify(type ?? "")}`);
}

/** The error that trailers say; null for OK. */
export function trailersError(fields: readonly Field[]): GrpcError | null {
  const status = fieldValue(fields, "grpc-status");
  if (status === null) return new GrpcError("INTERNAL", "the server ended the call without a status");
  const code = grpcCodeOf(/^[0-9]{1,9}$/.test(status) ? Number(status) : NaN);
  if (code === null) return null;
  const details = decodeStatusText(fieldValue(fields, "grpc-message") ?? "");
  return new GrpcError(code, details, { metadata: Metadata.fromFields(fields) });
}

/** The error of a stream that was over before its status. */
export function abortError({ by, code, message }: StreamAbort): GrpcError {
  if (by === "connection") return new GrpcError("UNAVAILABLE", message);
  return new GrpcError(by === "peer" ? RESETS[code] ?? "INTERNAL" : "INTERNAL", message);
}
