/**
 * A port for a program that cannot choose one itself.
 *
 * @module
 */

/** Ports that no system gives to connections, which would take one between two programs. */
const FIRST = 15_000, LAST = 32_000;

/** A port that no program listens on now. */
export function freePort(): number {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}
