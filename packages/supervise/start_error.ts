/**
 * Why a program did not start, or did not become ready.
 *
 * @module
 */

/** What each code means. The codes are stable: scripts may rely on them. */
export const START_ERROR_MEANINGS = {
  ProgramMissing: "There is no such program: not at that path, or nowhere in PATH.",
  ProgramIsFolder: "The path leads to a folder.",
  ProgramNotExecutable: "The file is there, but may not be run.",
  ProgramEmpty: "The file is empty.",
  ProgramDamaged: "The file is no program that this system can run: cut off, broken, or of another kind.",
  WrongArchitecture: "The program is made for another processor.",
  WrongSystem: "The program is made for another operating system.",
  LoaderMissing: "The loader that the program names for its shared libraries is not on this machine.",
  InterpreterMissing: "The first line of the script names an interpreter that is not on this machine.",
  ShebangCrlf:
    "The first line of the script ends with a carriage return, which becomes part of the interpreter's name.",
  ShebangMissing: "The file is text without a first line that names its interpreter.",
  WorkingFolderMissing: "The working folder is not there.",
  DigestMismatch: "The file is not the one whose sha256 was given.",
  DigestUnchecked: "The sha256 of the file was to be checked, and the file cannot be found or read.",
  RunNotPermitted: "Deno may not start programs.",
  SpawnFailed: "The system refused to start the program for another reason.",
  CommandNotFound: "A shell or wrapper was started, and did not find the program that it was to run.",
  CommandNotExecutable: "A shell or wrapper was started, and may not run the program that it was to run.",
  LibraryMissing: "A shared library of the program is missing or too old.",
  ModuleMissing: "A module that the program imports is not there.",
  SourceInvalid: "The program's source has a syntax or type error.",
  DenoPermissionMissing: "The program runs in Deno without a permission that it needs.",
  DenoPrompting: "The program waits for a Deno permission to be granted.",
  Asking: "The program waits for an answer to a question.",
  DebuggerAwaited: "The program waits for a debugger.",
  Preparing: "The program was still fetching or compiling its code when the time was up.",
  HelpPrinted: "The program printed its help instead of running.",
  ArgumentMissing: "The program wants an argument that it was not given.",
  ArgumentUnknown: "The program was given an argument that it does not know.",
  OutOfMemory: "The program ran out of memory.",
  Killed: "The program was ended by SIGKILL, which the kernel and users can send.",
  Crashed: "The program was ended by a signal that means a defect in it.",
  Signalled: "The program was ended by another signal.",
  ExitedEarly: "The program ended with an exit code before it was ready.",
  NotReady: "The program runs, and was not ready in time.",
} as const;

/** A stable name for what went wrong. */
export type StartErrorCode = keyof typeof START_ERROR_MEANINGS;

/** Every code of programs. */
export const START_ERROR_CODES: readonly StartErrorCode[] = Object.keys(START_ERROR_MEANINGS) as StartErrorCode[];

/** The last lines that a program wrote, without colours. */
export interface ProgramOutput {
  /** Of its standard output. */
  stdout: readonly string[];
  /** Of its standard error. */
  stderr: readonly string[];
}

/** What a {@link StartError} can be given besides code and message. */
export interface StartErrorOptions {
  /**
   * The sentence that mends it.
   *
   * @default {the code's meaning; for a code of a system, that its output may say more}
   */
  hint?: string;
  /**
   * What the program wrote.
   *
   * @default {nothing}
   */
  output?: ProgramOutput;
  /**
   * How its process ended.
   *
   * @default {null}
   */
  status?: Deno.CommandStatus | null;
  /** What was thrown below. */
  cause?: unknown;
}

/**
 * A program did not start, or did not become ready.
 *
 * @typeParam Code Its codes: {@link StartErrorCode}, and those that a system adds for what "ready" means there.
 */
export class StartError<Code extends string = string> extends Error {
  /** The class's name. */
  override readonly name = "StartError";
  /** What to do about it. */
  readonly hint: string;
  /** The last 50 lines of each of its outputs. */
  readonly output: ProgramOutput;
  /** How its process ended; null if it did not end, or never ran. */
  readonly status: Deno.CommandStatus | null;

  /**
   * An error of a program's start.
   *
   * @param code What went wrong.
   * @param message The command, and what was found.
   */
  constructor(readonly code: Code, message: string, options: StartErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.hint = options.hint ?? meaningOf(code);
    this.output = options.output ?? { stdout: [], stderr: [] };
    this.status = options.status ?? null;
  }
}

function meaningOf(code: string): string {
  return Object.hasOwn(START_ERROR_MEANINGS, code)
    ? START_ERROR_MEANINGS[code as StartErrorCode]
    : "its output may say more";
}
