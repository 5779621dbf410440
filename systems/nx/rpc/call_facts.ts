/**
 * What a call brings besides its messages, and what a refusal takes back.
 *
 * @module
 */
import { type CallContext, GrpcError } from "@fluxwire/grpc";
import { ProxyError } from "../routing/failures.ts";
import type { Refusal } from "../routing/registration.ts";

/** Longer waits for a hub end at the hub's own limit anyway. */
const MAX_WAIT_MS = 600_000;

/** The launch token that came with a call; null for none. */
export function tokenOf({ metadata }: Pick<CallContext, "metadata">): string | null {
  const token = metadata.get("nx-launch-token");
  return typeof token === "string" ? token : null;
}

/** How long a caller waits for a hub's session, in milliseconds: `nx-wait-ms`; what is no number is 0. */
export function waitMsOf({ metadata }: Pick<CallContext, "metadata">): number {
  const text = metadata.get("nx-wait-ms");
  return typeof text === "string" && /^\d{1,9}$/.test(text) ? Math.min(Number(text), MAX_WAIT_MS) : 0;
}

/** A text as metadata can have it: what is not printable ASCII, and `%`, percent-encoded as UTF-8. */
export function headerText(text: string): string {
  return text.toWellFormed().replace(/[^\x20-\x24\x26-\x7e]/gu, (character) => encodeURIComponent(character));
}

/** The status that a caller gets for a command that has failed. */
export function grpcErrorOf(error: unknown): unknown {
  if (!(error instanceof ProxyError)) return error;
  const metadata = { "nx-code": error.code, "nx-detail": headerText(error.detail) };
  return new GrpcError(error.status, error.message, { metadata, cause: error });
}

/** The status that ends a refused stream. */
export function refused({ status, message }: Refusal): GrpcError {
  return new GrpcError(status, message);
}
