/**
 * Requests as bytes.
 *
 * @module
 */
import { type DriverRequestEnvelope, encode, type Layout, MalformedError, toExact } from "@fluxwire/wire";

/** A request's payload; null if it cannot be encoded or stored: too deep, or with half a character. */
export function payloadOf(request: DriverRequestEnvelope, layout: Layout): Uint8Array | null {
  try {
    toExact("request", request);
    return encode("request", layout, request);
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}
