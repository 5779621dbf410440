/**
 * The shell, or command, that `shell` runs beside devices.
 *
 * @module
 */
import { onAbort } from "@fluxwire/transport";
import { CommandError } from "@fluxwire/command";
import type { Flags } from "@fluxwire/command/program";

/** What shells answer for a command that is not there, and for one that cannot be run. */
const NOT_FOUND = 127, NOT_EXECUTABLE = 126;

/** What each shell has, besides where its exporter is. */
const VARIABLES = { JMP_DRIVERS_ALLOW: "UNSAFE", _JMP_SUPPRESS_DRIVER_WARNINGS: "1" };

/**
 * Runs what stands behind `--`, or a shell.
 *
 * @returns Its exit code.
 */
export async function runBeside(
  { command }: Flags,
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const [program = Deno.env.get("SHELL") ?? "/bin/sh", ...args] = command ?? [];
  return await runProgram(program, args, { ...VARIABLES, ...variables }, signal);
}

async function runProgram(
  program: string,
  args: string[],
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<number> {
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(program, { args, env, stdin: "inherit", stdout: "inherit", stderr: "inherit" }).spawn();
  } catch (cause) {
    const isMissing = cause instanceof Deno.errors.NotFound;
    const text = `Cannot run ${program}: ${isMissing ? "there is no such program" : (cause as Error).message}`;
    throw new CommandError("ProgramMissing", text, isMissing ? NOT_FOUND : NOT_EXECUTABLE);
  }
  using _listening = onAbort(signal, () => {
    try {
      child.kill("SIGTERM");
    } catch { /* It has ended. */ }
  });
  const { code } = await child.status;
  return code;
}
