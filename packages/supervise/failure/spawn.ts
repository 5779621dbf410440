/**
 * Why the system did not start a program.
 *
 * @module
 */
import { StartError } from "../start_error.ts";
import type { Cause } from "./cause.ts";
import { faultOfProgram, type ProgramCommand } from "./program.ts";

/** The errors that the system gives for a file that it cannot run; other errors are rethrown. */
const FILE_ERRORS: ReadonlySet<string> = new Set(["ENOENT", "EACCES", "ENOTDIR", "ENOEXEC", "ELOOP", "EISDIR"]);

/**
 * Explains what starting a program threw.
 *
 * @returns The file's fault if one is found, else the system's message with its possible causes.
 */
export async function spawnError(program: ProgramCommand, thrown: unknown): Promise<StartError> {
  const refusal = thrown instanceof StartError ? thrown.cause : thrown;
  const fault = isAboutTheFile(refusal) ? await faultOfProgram(program) : null;
  const { code, what, hint } = permissionCause(refusal) ?? fault ?? possibleCauses(refusal);
  return new StartError(code, `Cannot start ${program.command}: ${what}`, { hint, cause: refusal });
}

function permissionCause(refusal: unknown): Cause | null {
  if (!(refusal instanceof Deno.errors.NotCapable)) return null;
  return { code: "RunNotPermitted", what: "Deno may not run it", hint: "run Deno with --allow-run" };
}

function isAboutTheFile(refusal: unknown): boolean {
  return refusal instanceof Error && FILE_ERRORS.has((refusal as { code?: string }).code ?? "");
}

/** Where the file may not be looked at, or looks well. */
function possibleCauses(refusal: unknown): Cause {
  if (refusal instanceof Deno.errors.NotFound || refusal instanceof Deno.errors.NotADirectory) {
    return {
      code: "ProgramMissing",
      what: "the program, the interpreter in its first line, or its loader is not there",
      hint: "check its path, its first line (also for a carriage return), and for which system it was built",
    };
  }
  if (refusal instanceof Deno.errors.PermissionDenied) {
    return {
      code: "ProgramNotExecutable",
      what: "the system does not let us run it",
      hint: "check that it is a file, executable for this user, and on a disk that is not mounted noexec",
    };
  }
  const text = refusal instanceof Error ? refusal.message : String(refusal);
  return { code: "SpawnFailed", what: text, hint: "the system's own words say why" };
}
