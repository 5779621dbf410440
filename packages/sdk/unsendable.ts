/**
 * Why an answer cannot be sent.
 *
 * @module
 */
import { MalformedError } from "@fluxwire/wire";
import { ProtocolError } from "@fluxwire/transport";
import { DriverError } from "./errors.ts";

/**
 * What the user is told of an answer that is too long, or holds what has no form on the wire.
 *
 * @throws what it was given, where that says neither.
 */
export function unsendable(error: unknown): DriverError {
  if (error instanceof MalformedError) return new DriverError("Driver", error.message);
  if (!(error instanceof ProtocolError)) throw error;
  return new DriverError("Driver", `${error.message}; ask for fewer rows or columns, with LIMIT for example`);
}
