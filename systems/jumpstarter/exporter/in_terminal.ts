/**
 * Commands with a terminal of their own.
 *
 * @module
 */

/** A program with its arguments and variables. */
export interface HookCommand {
  /** The program. */
  readonly command: string;
  /** Its arguments. */
  readonly args: string[];
  /** All of its variables. */
  readonly env: Record<string, string>;
}

/** The program of util-linux that runs a command in a terminal. */
const SCRIPT = "/usr/bin/script";

/**
 * The same command in a terminal and a session of its own, by `script`: programs then write each line when it is whole.
 * Without `script` it is the command itself, whose outputs are pipes.
 */
export function inTerminal({ command, args, env }: HookCommand): HookCommand {
  if (Deno.build.os !== "linux" || !isThere(SCRIPT)) return { command, args, env };
  // `script` starts the shell of the variable SHELL, of which the words below must not depend.
  const shell = env.SHELL === undefined ? "unset SHELL; " : `SHELL=${quoted(env.SHELL)}; `;
  const line = `${shell}exec ${[command, ...args].map(quoted).join(" ")}`;
  return { command: SCRIPT, args: ["-q", "-e", "-c", line, "/dev/null"], env: { ...env, SHELL: "/bin/sh" } };
}

/** A word that a shell takes as it is. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function isThere(file: string): boolean {
  try {
    return Deno.statSync(file).isFile;
  } catch {
    return false;
  }
}
