/**
 * The status codes of gRPC.
 *
 * @module
 */

/** The codes by their names. */
export const GRPC_STATUS = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

/** The code of a failed call. */
export type GrpcCode = Exclude<keyof typeof GRPC_STATUS, "OK">;

/** The codes that this package itself gives; services give others too. */
export const GRPC_ERROR_CODES = [
  "CANCELLED",
  "UNKNOWN",
  "DEADLINE_EXCEEDED",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "UNAUTHENTICATED",
] as const;

/** Why a call failed before, or instead of, an answer of the service. */
export type GrpcErrorCode = typeof GRPC_ERROR_CODES[number];

const NAMES: readonly string[] = Object.keys(GRPC_STATUS);

/** The code with a number; UNKNOWN for one that gRPC does not have, null for OK. */
export function grpcCodeOf(status: number): GrpcCode | null {
  return status === 0 ? null : (NAMES[status] ?? "UNKNOWN") as GrpcCode;
}
