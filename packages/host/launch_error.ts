/**
 * Why a driver did not start, or started and could not be spoken to.
 *
 * @module
 */

/** What each code means. The codes are stable: scripts may rely on them. */
export const LAUNCH_ERROR_MEANINGS = {
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
  SocketTaken: "Something else listens on the socket already.",
  NotRunning: "Nothing listens on the socket, and there is no command to start something.",
  CommandNotFound: "A shell or wrapper was started, and did not find the program that it was to run.",
  CommandNotExecutable: "A shell or wrapper was started, and may not run the program that it was to run.",
  LibraryMissing: "A shared library of the program is missing or too old.",
  ModuleMissing: "A module that the program imports is not there.",
  SourceInvalid: "The program's source has a syntax or type error.",
  DenoPermissionMissing: "The driver runs in Deno without a permission that it needs.",
  DenoPrompting: "The driver waits for somebody to grant a Deno permission.",
  Asking: "The driver waits for somebody to answer a question.",
  DebuggerAwaited: "The driver waits for a debugger.",
  Preparing: "The driver was still fetching or compiling its code when the time was up.",
  HelpPrinted: "The driver printed its help in place of listening.",
  ArgumentMissing: "The driver wants an argument that it was not given.",
  ArgumentUnknown: "The driver was given an argument that it does not know.",
  NameInUse: "The driver could not listen: the name or address is in use.",
  ListenForbidden: "The driver could not listen: it may not.",
  ListenFolderMissing: "The driver could not listen: the folder of its socket is not there.",
  NameTooLong: "The driver could not listen: the socket's name is longer than the system allows.",
  OutOfMemory: "The driver ran out of memory.",
  Killed: "The driver was ended by SIGKILL, which the kernel and people can send.",
  Crashed: "The driver was ended by a signal that means a defect in it.",
  Signalled: "The driver was ended by another signal.",
  EndedWithoutListening: "The driver ended with exit code 0 and never listened.",
  ExitedEarly: "The driver ended with another exit code before its socket accepted a connection.",
  ListensElsewhere: "The driver listens, but on another name or address.",
  NotReady: "The driver runs, and its socket accepted no connection in time.",
  ExitedOnHello: "The driver accepted the connection and ended before it had answered Hello.",
  TokenRefused: "The driver refused the token.",
  VersionMismatch: "The driver speaks no version of the protocol that was offered.",
  NoCommonLayout: "The driver hung up without an answer, whichever release's client was imitated.",
  WrongCodec: "The driver answered in another codec than Hello had.",
  WrongLayout: "The driver answered in another layout than Hello had.",
  HandshakeTimeout: "The driver accepted the connection and never answered Hello.",
  AnswerUnreadable: "The driver answered Hello with bytes that break the protocol.",
  HelloRefused: "The driver answered Hello with an error of its own.",
} as const;

/** A stable name for what went wrong. */
export type LaunchErrorCode = keyof typeof LAUNCH_ERROR_MEANINGS;

/** Every code. */
export const LAUNCH_ERROR_CODES: readonly LaunchErrorCode[] = Object.keys(LAUNCH_ERROR_MEANINGS) as LaunchErrorCode[];

/** The last lines that a driver wrote, without colours. */
export interface DriverOutput {
  /** Of its standard output. */
  stdout: readonly string[];
  /** Of its standard error. */
  stderr: readonly string[];
}

/** What a {@link LaunchError} can be given besides code and message. */
export interface LaunchErrorOptions {
  /**
   * The sentence that mends it.
   *
   * @default {the code's meaning}
   */
  hint?: string;
  /**
   * What the driver wrote.
   *
   * @default {nothing}
   */
  output?: DriverOutput;
  /**
   * How its process ended.
   *
   * @default {null}
   */
  status?: Deno.CommandStatus | null;
  /** What was thrown below. */
  cause?: unknown;
}

/** A driver did not start, or did not get past Hello. */
export class LaunchError extends Error {
  /** The class's name. */
  override readonly name = "LaunchError";
  /** What to do about it. */
  readonly hint: string;
  /** The last 50 lines of each of its outputs. */
  readonly output: DriverOutput;
  /** How its process ended; null where it did not, or never ran. */
  readonly status: Deno.CommandStatus | null;

  /**
   * Made where a driver is started.
   *
   * @param code What went wrong.
   * @param message The command, and what was found.
   */
  constructor(readonly code: LaunchErrorCode, message: string, options: LaunchErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.hint = options.hint ?? LAUNCH_ERROR_MEANINGS[code];
    this.output = options.output ?? { stdout: [], stderr: [] };
    this.status = options.status ?? null;
  }
}
