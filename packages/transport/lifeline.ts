/**
 * The lifeline: standard input as the sign that the program which started this one still runs.
 *
 * @module
 */

/** The variable that says whether standard input is the lifeline: `stdin`, set by a host that holds a pipe to it. */
export const LIFELINE_VARIABLE = "FLUXWIRE_LIFELINE";

/**
 * Resolves when standard input ends; never if it is a device, such as the null device that a shell gives to what it runs
 * in the background, as no program holds the other end. Without the variable, leave standard input alone: it may belong
 * to the parent.
 */
export async function lifelineEnd(
  stdin: { read(buffer: Uint8Array): Promise<number | null> } = Deno.stdin,
  isDevice: () => Promise<boolean> = stdinIsDevice,
): Promise<void> {
  const ignored = new Uint8Array(64);
  try {
    while (await stdin.read(ignored) !== null);
  } catch {
    // A broken pipe ends it as well.
  }
  if (await isDevice()) await new Promise<never>(() => {});
}

/** Asked at the end only: loading what knows it takes longer than a program's start may. */
async function stdinIsDevice(): Promise<boolean> {
  const { fstatSync } = await import("node:fs");
  return fstatSync(0).isCharacterDevice();
}
