/**
 * Waits until a driver's socket accepts a connection, which is all that readiness means (PROTOCOL.md#launch).
 *
 * @module
 */
import { connect, ConnectionError, pause } from "@fluxwire/transport";

/** The first pause between two attempts, in milliseconds; each later one is half as long again. */
const FIRST_PAUSE_MS = 2;
/** The longest pause, in milliseconds: below the real host's 75. */
const MAX_PAUSE_MS = 50;

/** Connects once and leaves, as the real host's liveness test does. */
export async function isAccepting(socketId: string): Promise<boolean> {
  try {
    (await connect(socketId)).close();
    return true;
  } catch (error) {
    if (error instanceof ConnectionError && error.code === "SocketUnreachable") return false;
    throw error;
  }
}

/**
 * Resolves when something accepts connections on the socket.
 *
 * @throws The signal's reason, when it aborts before.
 * @throws {ConnectionError} `SocketNameInvalid` or `PermissionMissing`, at once.
 */
export async function untilAccepting(socketId: string, signal: AbortSignal): Promise<void> {
  for (let pauseMs = FIRST_PAUSE_MS; !await isAccepting(socketId); pauseMs = Math.min(pauseMs * 1.5, MAX_PAUSE_MS)) {
    await pause(pauseMs, { signal });
    signal.throwIfAborted();
  }
}
