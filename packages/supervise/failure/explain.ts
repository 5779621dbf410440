/**
 * A failed start as an error.
 *
 * @module
 */
import type { Process } from "../process.ts";
import { type ProgramOutput, StartError } from "../start_error.ts";
import type { Cause } from "./cause.ts";
import { complaintOf } from "./complaints.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { causeOfEnd } from "./exit.ts";
import { wasKilledForMemory } from "./kernel_log.ts";
import { lastWords } from "./last_words.ts";
import { faultOfProgram, type ProgramCommand } from "./program.ts";
import { signalOf } from "./status_words.ts";

/**
 * Why a process ended before it was ready.
 *
 * @param ageMs How long ago it was started.
 */
export async function endedError(
  program: ProgramCommand,
  { pid, output }: Process,
  { status, ageMs, diagnosis }: { status: Deno.CommandStatus; ageMs: number; diagnosis: Diagnosis },
): Promise<StartError> {
  const isKilledForMemory = signalOf(status) === "SIGKILL" &&
    await wasKilledForMemory(pid, status.signal === null ? ageMs : null);
  const fault = await faultOfProgram(program);
  const cause = causeOfEnd({ command: program.command, status, output, fault, isKilledForMemory }, diagnosis);
  return explained(`Cannot start ${program.command}`, cause, { output, status });
}

/** Why a process was not ready in time; it still runs. */
export async function causeOfSilence(process: Process, timeoutMs: number, diagnosis: Diagnosis): Promise<Cause> {
  if (diagnosis.causeOfSilence !== undefined) return await diagnosis.causeOfSilence(process, timeoutMs);
  const what = `it was not ready within ${timeoutMs} ms`;
  const complaint = complaintOf(process.output, "running", diagnosis.complaints);
  return complaint === null
    ? { code: "NotReady", what, hint: "a slow one needs a longer start-up timeout" }
    : { ...complaint, what: `${complaint.what}; ${what}` };
}

/**
 * A cause as an error, with the program's last words.
 *
 * @param action What was tried: `Cannot start deno`.
 */
export function explained(
  action: string,
  { code, what, hint }: Cause,
  { output, status, cause }: { output: ProgramOutput; status: Deno.CommandStatus | null; cause?: unknown },
): StartError {
  return new StartError(code, `${action}: ${what}${lastWords(output, what)}`, { hint, output, status, cause });
}
