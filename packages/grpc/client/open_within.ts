/**
 * Bounds the time in which a socket connects.
 *
 * @module
 */
import { type Clock, ConnectionError, TIMED_OUT, within } from "@fluxwire/transport";

/** Waits for a socket; one that comes too late is closed. */
export async function openWithin(
  opening: Promise<Deno.Conn>,
  ms: number,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Deno.Conn> {
  try {
    const limited = within(opening, ms, clock);
    const conn = await (signal === undefined ? limited : within(limited, signal));
    if (conn !== TIMED_OUT) return conn;
    throw new ConnectionError("Timeout", `Cannot connect: no connection within handshakeTimeoutMs ${ms}`);
  } catch (error) {
    opening.then((conn) => conn.close(), () => {});
    throw error;
  }
}
