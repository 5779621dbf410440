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
 * Runs a program to its end; its output goes where ours goes.
 *
 * @throws {Error} "Cannot run ...", where the program is missing or says that it failed.
 */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<void> {
  const { cwd, env = {} } = options;
  const command = new Deno.Command(program, { args: [...args], cwd, env: { ...env }, stdin: "null" });
  const child = start(program, () => command.spawn());
  const { code } = await child.status;
  if (code !== 0) throw new Error(`Cannot run ${program} ${args.join(" ")}: it ended with status ${code}`);
}

/**
 * Whether a program is there and says, for these arguments, a text that contains `expected`.
 */
export async function says(program: string, args: readonly string[], expected: string): Promise<boolean> {
  try {
    const { stdout } = await new Deno.Command(program, { args: [...args], stdin: "null", stderr: "null" }).output();
    return new TextDecoder().decode(stdout).includes(expected);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * A source file as `deno fmt` writes it with the project's settings.
 *
 * @throws {Error} "Cannot format ...", where it is no TypeScript.
 */
export async function formatted(source: string, options: RunOptions): Promise<string> {
  const args = ["fmt", "--ext", "ts", "-"];
  const child = new Deno.Command(Deno.execPath(), { args, cwd: options.cwd, stdin: "piped", stdout: "piped" }).spawn();
  const output = child.output();
  await new Response(source).body?.pipeTo(child.stdin);
  const { code, stdout } = await output;
  if (code !== 0) throw new Error(`Cannot format the generated source: deno fmt ended with status ${code}`);
  return new TextDecoder().decode(stdout);
}

function start<T>(program: string, spawn: () => T): T {
  try {
    return spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(`Cannot run ${program}: it is not installed; the codec is built with rustup 1.28 or newer`);
  }
}
