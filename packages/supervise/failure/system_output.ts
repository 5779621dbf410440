/**
 * What programs of the system print: Deno guards the whole of `/proc`, which they may read.
 *
 * @module
 */
import { mayRun } from "./permitted.ts";

/** What a program printed. */
export interface SystemOutput {
  /** What it wrote to stdout. */
  text: string;
  /** Whether its exit code was 0. */
  success: boolean;
}

/**
 * Runs a program to its end.
 *
 * @param timeoutMs How long it may take, in milliseconds.
 * @returns Its output; null if it may not be run, is missing, or takes longer.
 */
export async function systemOutput(
  command: string,
  args: readonly string[],
  timeoutMs: number,
): Promise<SystemOutput | null> {
  if (!mayRun(command)) return null;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { stdout, success } = await new Deno.Command(command, {
      args: [...args],
      env: { LC_ALL: "C" },
      stdin: "null",
      stderr: "null",
      signal,
    }).output();
    // A program that was ended by the signal has written only a part, or nothing.
    return signal.aborted ? null : { text: new TextDecoder().decode(stdout), success };
  } catch {
    return null;
  }
}

/** What a shell script with arguments prints, also if it fails; null as for {@link systemOutput}. */
export async function shellOutput(
  script: string,
  args: readonly string[],
  timeoutMs: number,
): Promise<string | null> {
  return (await systemOutput("sh", ["-c", script, "sh", ...args], timeoutMs))?.text ?? null;
}
