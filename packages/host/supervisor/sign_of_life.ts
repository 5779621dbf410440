/**
 * Which outcomes of a call show that a driver lives.
 *
 * @module
 */
import { ConnectionError, ProtocolError } from "@fluxwire/transport";

const SILENT_CONNECTION: ReadonlySet<string> = new Set(["Timeout", "SocketUnreachable"]);
const SILENT_PROTOCOL: ReadonlySet<string> = new Set(["HandshakeTimeout", "FrameTimeout"]);

/**
 * Whether a failed call found a driver silent. Everything else is something that it did: it refused, it closed the
 * connection, it accepted no other, its answer was unreadable.
 */
export function isSilence(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ConnectionError && SILENT_CONNECTION.has(cause.code)) return true;
    if (cause instanceof ProtocolError && SILENT_PROTOCOL.has(cause.code)) return true;
  }
  return false;
}

/** Whether nothing listens on the socket any more. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof ConnectionError && error.code === "SocketUnreachable";
}
