/**
 * Why a program ended before it was ready.
 *
 * @module
 */
import type { ProgramOutput } from "../start_error.ts";
import type { Cause } from "./cause.ts";
import { complaintOf } from "./complaints.ts";
import { type Diagnosis, PLAIN_DIAGNOSIS } from "./diagnosis.ts";
import { signalOf, statusInWords } from "./status_words.ts";

/** The signals that a defect of a program brings upon it. */
const DEFECTS: ReadonlySet<string> = new Set([
  "SIGSEGV",
  "SIGBUS",
  "SIGILL",
  "SIGFPE",
  "SIGABRT",
  "SIGTRAP",
  "SIGSYS",
]);
/** What a shell ends with when it could not run its text, a program was found and could not be run, or was not found. */
const SHELL_CODES: readonly number[] = [2, 126, 127];

/** What is known of an end. */
export interface ProgramEnd {
  /** The name that was started. */
  command: string;
  /** How the process ended. */
  status: Deno.CommandStatus;
  /** What it wrote. */
  output: ProgramOutput;
  /** The fault found in the program's file, if any. */
  fault: Cause | null;
  /** Whether the kernel killed it for want of memory. */
  isKilledForMemory: boolean;
}

/** Finds the cause of an end; `ExitedEarly` or `Signalled` if it is not known. */
export function causeOfEnd(ending: ProgramEnd, diagnosis: Diagnosis = PLAIN_DIAGNOSIS): Cause {
  const cause = commonCause(ending, diagnosis);
  return diagnosis.refine?.(cause, ending.status) ?? cause;
}

function commonCause(ending: ProgramEnd, { readyText, complaints }: Diagnosis): Cause {
  const { status, output, isKilledForMemory } = ending;
  const how = `it ended with ${statusInWords(status)} before ${readyText}`;
  if (isKilledForMemory) {
    return {
      code: "OutOfMemory",
      what: `the kernel killed it because memory had run out`,
      hint: "give the machine or the service's memory limit more, or let it use less",
    };
  }
  const found = faultOfEnd(ending) ?? complaintOf(output, "ended", complaints) ?? shellComplaint(ending);
  if (found !== null) return { ...found, what: `${found.what}; it ended with ${statusInWords(status)}` };
  return signalCause(status, how) ?? exitCause(status, how);
}

/** The program's fault, where the end looks like it: a file that is no program is handed to a shell. */
function faultOfEnd({ command, status, output, fault }: ProgramEnd): Cause | null {
  if (fault === null) return null;
  if (fault.code === "ProgramEmpty") return status.code === 0 ? fault : null;
  // What is cut off behind its header is started, and runs into nothing.
  if (fault.code === "ProgramDamaged" && signalOf(status) !== null) return fault;
  if (!SHELL_CODES.includes(status.code)) return null;
  if (fault.code === "InterpreterMissing" || fault.code === "ShebangCrlf") return fault;
  const name = command.slice(command.lastIndexOf("/") + 1);
  return output.stderr.some((line) => line.includes(`${name}: `)) ? fault : null;
}

/** The exit codes of a shell, `env` or `npx` for a program that they could not run. */
function shellComplaint({ command, status, output }: ProgramEnd): Cause | null {
  if (status.code !== 127 && status.code !== 126) return null;
  const line = output.stderr.findLast((line) => line.trim() !== "")?.trim();
  const detail = line === undefined ? "" : `: ${line}`;
  return status.code === 127
    ? {
      code: "CommandNotFound",
      what: `${command} did not find a program that it was to run${detail}`,
      hint: "give the absolute path of the program: the host may have another PATH than your shell",
    }
    : {
      code: "CommandNotExecutable",
      what: `${command} may not run a program that it was to run${detail}`,
      hint: "make that program executable, or see what it is made for",
    };
}

function signalCause(status: Deno.CommandStatus, how: string): Cause | null {
  const signal = signalOf(status);
  if (signal === null) return null;
  if (signal === "SIGKILL") {
    return {
      code: "Killed",
      what: how,
      hint:
        "the kernel does that when memory runs out (see dmesg), a limit of the service or a person may have done it",
    };
  }
  if (DEFECTS.has(signal)) {
    return { code: "Crashed", what: how, hint: "that is a defect of the program or of a library: tell its author" };
  }
  return { code: "Signalled", what: how, hint: `see who sends ${signal} to it` };
}

function exitCause({ code }: Deno.CommandStatus, how: string): Cause {
  return {
    code: "ExitedEarly",
    what: how,
    hint: code === 0
      ? "it must stay: one that goes into the background, or has nothing to wait for, is taken for ended"
      : "its output says why, or run the command by itself to see",
  };
}
