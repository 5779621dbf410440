/**
 * Encodes answers, and refuses those that cannot be sent.
 *
 * @module
 */
import { frameLengthError } from "@fluxwire/transport/internal";
import type { DriverResponseEnvelope, Layout } from "@fluxwire/wire";
import { encode } from "@fluxwire/wire/internal";
import type { AnswerHeader } from "./encode_answer.ts";
import { unsendable } from "./unsendable.ts";

/**
 * The payload of an answer.
 *
 * @throws {DriverError} `Driver` for an answer that is too long, or holds values that the wire cannot carry.
 */
export function sendablePayload(
  envelope: DriverResponseEnvelope,
  { layout, limits }: { layout: Layout; limits: AnswerHeader["limits"] },
): Uint8Array<ArrayBuffer> {
  let payload: Uint8Array<ArrayBuffer>;
  try {
    payload = encode("response", layout, envelope, { limits });
  } catch (error) {
    throw unsendable(error);
  }
  const error = frameLengthError("write frame", payload.length, limits.maxFrameBytes);
  if (error !== null) throw unsendable(error);
  return payload;
}
