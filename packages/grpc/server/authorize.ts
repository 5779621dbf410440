/**
 * Whether a call may be answered.
 *
 * @module
 */
import { errorFields } from "../call/fields.ts";
import { GrpcError } from "../call/grpc_error.ts";
import { Metadata } from "../call/metadata.ts";
import type { Field } from "../hpack/field.ts";

/** What is known of a call when its headers have come. */
export interface RequestedCall {
  /** The method's path, which may name none. */
  readonly method: string;
  /** What the client sent with the call. */
  readonly metadata: Metadata;
  /** The client's address. */
  readonly peer: string;
}

/** Looks at a call; a `GrpcError` that it throws is the call's answer. */
export type Authorize = (call: RequestedCall) => void;

/** The fields of the answer to a call that may not go on; null if it may. An error of another class is UNKNOWN. */
export function refusalOf(
  authorize: Authorize,
  { method, peer, fields }: { method: string; peer: string; fields: readonly Field[] },
  onError: (error: unknown) => void,
): Field[] | null {
  try {
    authorize({ method, peer, metadata: Metadata.fromFields(fields) });
    return null;
  } catch (error) {
    if (error instanceof GrpcError) return errorFields(error, null);
    onError(error);
    return errorFields(new GrpcError("UNKNOWN", "the call cannot be checked; the server's log has the error"), null);
  }
}
