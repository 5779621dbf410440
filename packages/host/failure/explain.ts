/**
 * A failed start, told as an error: at each point where it can fail.
 *
 * @module
 */
import { type DriverOutput, LaunchError } from "../launch_error.ts";
import type { DriverProcess } from "../process.ts";
import type { Cause } from "./cause.ts";
import { complaintOf } from "./complaints.ts";
import { causeOfEnd } from "./exit.ts";
import { causeOfHello } from "./hello.ts";
import { wasKilledForMemory } from "./kernel_log.ts";
import { lastWords } from "./last_words.ts";
import { faultOfProgram, type ProgramCommand } from "./program.ts";
import { causeOfSilence, type Silence } from "./silence.ts";
import { signalOf, statusInWords } from "./status_words.ts";

/**
 * Why a process ended before it listened.
 *
 * @param ageMs How long ago it was started.
 */
export async function endedError(
  program: ProgramCommand,
  { pid, output }: DriverProcess,
  { status, ageMs }: { status: Deno.CommandStatus; ageMs: number },
): Promise<LaunchError> {
  const isKilledForMemory = signalOf(status) === "SIGKILL" &&
    await wasKilledForMemory(pid, status.signal === null ? ageMs : null);
  const fault = await faultOfProgram(program);
  const cause = causeOfEnd({ command: program.command, status, output, fault, isKilledForMemory });
  return launchError(`Cannot start ${program.command}`, cause, { output, status });
}

/** Why a process did not listen in time, by what it had written and where it listened before it was stopped. */
export function silentError({ command }: ProgramCommand, silence: Silence): LaunchError {
  return launchError(`Cannot start ${command}`, causeOfSilence(silence), { output: silence.output, status: null });
}

/**
 * Why a driver that was started could not be spoken to; null where that is not the driver's doing.
 *
 * @param status How its process ended; null where it runs.
 * @param thrown What saying Hello threw.
 */
export function helloError(
  command: string,
  { output }: DriverProcess,
  { status, thrown }: { status: Deno.CommandStatus | null; thrown: unknown },
): LaunchError | null {
  const action = `Cannot speak to ${command}`;
  if (status !== null) {
    const what = `it ended with ${statusInWords(status)} before it had answered Hello`;
    const hint = complaintOf(output, "ended")?.hint ??
      "its output says why; it must live through a connection, and through one that closes without a word";
    return launchError(action, { code: "ExitedOnHello", what, hint }, { output, status, cause: thrown });
  }
  const cause = causeOfHello(thrown);
  return cause === null ? null : launchError(action, cause, { output, status: null, cause: thrown });
}

function launchError(
  action: string,
  { code, what, hint }: Cause,
  { output, status, cause }: {
    output: DriverOutput;
    status: Deno.CommandStatus | null;
    cause?: unknown;
  },
): LaunchError {
  return new LaunchError(code, `${action}: ${what}${lastWords(output)}`, { hint, output, status, cause });
}
