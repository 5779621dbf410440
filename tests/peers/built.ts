/**
 * Foreign programs, built when they are needed.
 *
 * @module
 */

const BUILD = new URL("./build", import.meta.url).pathname;

/** The path of a target of `tests/peers/build`. */
export async function built(target: string): Promise<string> {
  const { success, stdout } = await new Deno.Command(BUILD, { args: [target], stderr: "inherit" }).output();
  if (!success) throw new Error(`Cannot build ${target}: see above`);
  return new TextDecoder().decode(stdout).trim();
}

/** What a program printed, and how it ended. */
export interface Ended {
  /** Its exit code. */
  code: number;
  /** All that it printed. */
  text: string;
}

/** Runs a program, for a minute at most. */
export async function ran(program: string, args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const signal = AbortSignal.timeout(60_000);
  const { code, stdout, stderr } = await new Deno.Command(program, { args, env, signal }).output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}
