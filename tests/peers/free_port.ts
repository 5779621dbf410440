/**
 * A port for a program that cannot choose one itself.
 *
 * @module
 */

/** A port that no program listens on now. */
export function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}
