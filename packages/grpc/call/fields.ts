/**
 * Header fields of calls.
 *
 * @module
 */
import type { Field } from "../hpack/field.ts";
import type { GrpcError } from "./grpc_error.ts";
import { Metadata } from "./metadata.ts";
import { GRPC_STATUS } from "./status.ts";
import { encodeStatusText } from "./status_text.ts";

/** The value of a field; null if it does not occur. */
export function fieldValue(fields: readonly Field[], name: string): string | null {
  for (const field of fields) if (field.name === name) return field.value;
  return null;
}

/** The trailers of a call that failed. */
export function errorFields(error: GrpcError, trailers: Metadata | null): Field[] {
  const fields: Field[] = [{ name: "grpc-status", value: String(GRPC_STATUS[error.code]) }];
  if (error.details !== "") fields.push({ name: "grpc-message", value: encodeStatusText(error.details) });
  if (trailers !== null) fields.push(...Metadata.toFields(trailers));
  fields.push(...Metadata.toFields(error.metadata));
  return fields;
}
