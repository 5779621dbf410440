/**
 * Socket files that their program has left behind.
 *
 * @module
 */

/** Whether a file is a socket on which no program listens. */
export async function isAbandoned(path: string): Promise<boolean> {
  try {
    if (!Deno.lstatSync(path).isSocket) return false;
    (await Deno.connect({ transport: "unix", path })).close();
    return false;
  } catch (cause) {
    return cause instanceof Deno.errors.ConnectionRefused;
  }
}
