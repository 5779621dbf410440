/**
 * What a byte stream is for, as the metadata of its call says.
 *
 * @module
 */
import { GrpcError, type Metadata } from "@fluxwire/grpc";
import { REQUEST_KEY } from "../wire/names.ts";

/** What a byte stream is for. */
export type StreamTarget =
  | { readonly kind: "driver"; readonly uuid: string; readonly method: string }
  | { readonly kind: "resource"; readonly uuid: string; readonly encoding: string | null };

/**
 * Reads the metadata of a call.
 *
 * @throws {GrpcError} `UNKNOWN` if it is missing or malformed, as Python's exporter answers.
 */
export function streamTarget(metadata: Metadata): StreamTarget {
  const text = metadata.get(REQUEST_KEY);
  if (typeof text !== "string") throw malformed("it is missing");
  let request: unknown;
  try {
    request = JSON.parse(text);
  } catch {
    throw malformed("it is no JSON");
  }
  if (typeof request !== "object" || request === null) throw malformed("it is no object");
  const { kind, uuid, method, x_jmp_content_encoding: encoding } = request as Record<string, unknown>;
  if (typeof uuid !== "string") throw malformed("uuid is no text");
  if (kind === "driver" && typeof method === "string") return { kind, uuid, method };
  if (kind === "resource" && (typeof encoding === "string" || encoding === null || encoding === undefined)) {
    return { kind, uuid, encoding: encoding ?? null };
  }
  throw malformed(`kind must be "driver", with a method, or "resource"`);
}

function malformed(problem: string): GrpcError {
  return new GrpcError("UNKNOWN", `Cannot use the metadata "${REQUEST_KEY}" of a stream: ${problem}`);
}
