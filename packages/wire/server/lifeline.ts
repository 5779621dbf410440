/**
 * The lifeline: standard input as the sign that whoever started a driver is still there.
 *
 * @module
 */

/** The variable that says whether standard input is the lifeline: `stdin`, set by a host that holds a pipe to it. */
export const LIFELINE_VARIABLE = "FLUXWIRE_LIFELINE";

/** Resolves when standard input ends. Without the variable nobody may read it: DBFlux lets drivers inherit its own. */
export async function lifelineEnd(
  stdin: { read(buffer: Uint8Array): Promise<number | null> } = Deno.stdin,
): Promise<void> {
  const ignored = new Uint8Array(64);
  try {
    while (await stdin.read(ignored) !== null);
  } catch {
    // A broken pipe ends it as well.
  }
}
