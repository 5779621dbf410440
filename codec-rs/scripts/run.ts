/**
 * Runs the programs that build the codec.
 *
 * @module
 */

/** Where and how {@link run} runs a program. */
export interface RunOptions {
  /** The folder to run in. */
  readonly cwd: string;
  /** Variables on top of the inherited ones. @default {} */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a program to its end, with this program's stdout and stderr.
 *
 * @throws {Error} "Cannot run ..." if the program is missing or fails.
 */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<void> {
  const { cwd, env = {} } = options;
  const command = new Deno.Command(program, { args: [...args], cwd, env: { ...env }, stdin: "null" });
  const { code } = await start(program, () => command.spawn().status);
  if (code !== 0) throw new Error(`Cannot run ${program} ${args.join(" ")}: it ended with status ${code}`);
}

/**
 * What a program writes to stdout.
 *
 * @throws {Error} "Cannot run ..." if the program is missing or fails.
 */
export async function outputOf(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  const command = new Deno.Command(program, { args: [...args], cwd: options.cwd, stdin: "null", stderr: "inherit" });
  const { code, stdout } = await start(program, () => command.output());
  if (code !== 0) throw new Error(`Cannot run ${program} ${args.join(" ")}: it ended with status ${code}`);
  return new TextDecoder().decode(stdout);
}

async function start<T>(program: string, spawn: () => Promise<T>): Promise<T> {
  try {
    return await spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(`Cannot run ${program}: it is not installed; the codec is built with rustup 1.28 or newer`);
  }
}
