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
  let isEmpty = true;
  try {
    while (await stdin.read(ignored) !== null) isEmpty = false;
  } catch {
    // A broken pipe ends it as well.
  }
  // The null device gives no byte. A host writes one before it closes the pipe, so that nothing has to be looked up.
  if (isEmpty && await isDevice()) await new Promise<never>(() => {});
}

/** Asked only where no byte came: loading what knows it takes 25 ms of processor time. */
async function stdinIsDevice(): Promise<boolean> {
  const { fstatSync } = await import("node:fs");
  return fstatSync(0).isCharacterDevice();
}
