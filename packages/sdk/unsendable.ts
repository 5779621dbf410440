/**
 * Converts the error of an answer that cannot be sent.
 *
 * @module
 */
import { MalformedError } from "@fluxwire/wire/internal";
import { ProtocolError } from "@fluxwire/transport";
import { DriverError } from "./errors.ts";

/**
 * The error for the user of an answer that is too long, or holds values that the wire cannot carry.
 *
 * @throws any other error, unchanged.
 */
export function unsendable(error: unknown): DriverError {
  if (error instanceof MalformedError) return new DriverError("Driver", error.message);
  if (!(error instanceof ProtocolError)) throw error;
  return new DriverError("Driver", `${error.message}; ask for fewer rows or columns, for example with LIMIT`);
}
