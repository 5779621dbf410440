/**
 * What a command line shows of an error, and ends with. It knows the errors of programs and connections, so it is loaded
 * when something has failed.
 *
 * @module
 */
import { HostError, StartError } from "@fluxwire/supervise";
import { ConnectionError, ProtocolError } from "@fluxwire/transport";
import { CommandError } from "./command_error.ts";
import { EXIT } from "./exit_codes.ts";
import type { ErrorRules, Failure } from "./failure.ts";
import { HOST_EXITS } from "./host_errors.ts";
import { Interrupted } from "./interrupt.ts";
import { oneLine } from "./one_line.ts";
import { UsageError } from "./usage_error.ts";

export { exitOfGrpcStatus } from "./grpc_exits.ts";
export { hostErrorHint } from "./host_errors.ts";

/** Hints where the program has none of its own. */
const HINTS: Readonly<Record<number, string>> = {
  [EXIT.unreachable]: "check that the other end runs and listens there",
  [EXIT.refused]: "check the token or passphrase that was given",
  [EXIT.protocol]: "check that both ends speak the same protocol, in one version",
  [EXIT.noCommonVersion]: "update the older end",
  [EXIT.driverError]: "the log of the other end may say more",
  [EXIT.timedOut]: "check whether the other end hangs, or allow more time by --timeout",
  [EXIT.checkFailed]: "correct what the check names",
  [EXIT.defect]: "please report this",
};

/** The options of {@link failing}. */
export interface FailingOptions {
  /** The failed command, for hints that name its help. */
  readonly command: string;
  /** What the program knows of its own errors, before the errors of all programs. */
  readonly rules?: ErrorRules;
}

/** The failure of an error, and its exit code. */
export function failing(
  error: unknown,
  { command, rules = {} }: FailingOptions,
): { failure: Failure; exitCode: number } {
  const exitCode = exitCodeOf(error, rules);
  const message = error instanceof Error ? error.message : String(error);
  const failure: Failure = {
    code: rules.code?.(error) ?? codeOf(error, exitCode),
    message: rules.hasLines?.(error) ? message : oneLine(message),
    hint: rules.hint?.(error) ?? ownHint(error) ?? rules.hints?.[exitCode] ?? hintOf(exitCode, command),
  };
  if (error instanceof StartError) failure.output = error.output;
  return { failure, exitCode };
}

/** The exit code of an error. */
export function exitCodeOf(error: unknown, rules: ErrorRules = {}): number {
  const own = rules.exitCode?.(error) ?? null;
  if (own !== null) return own;
  if (error instanceof Interrupted || error instanceof CommandError) return error.exitCode;
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof StartError) return EXIT.unreachable;
  if (error instanceof HostError) return HOST_EXITS[error.code];
  if (error instanceof ProtocolError) return exitOfProtocolError(error);
  if (error instanceof ConnectionError) return exitOfConnectionError(error);
  return EXIT.defect;
}

function exitOfProtocolError({ code }: ProtocolError): number {
  return ["HandshakeTimeout", "FrameTimeout", "SETTINGS_TIMEOUT"].includes(code) ? EXIT.timedOut : EXIT.protocol;
}

function exitOfConnectionError({ code }: ConnectionError): number {
  if (code === "Timeout") return EXIT.timedOut;
  if (code === "SocketForeign") return EXIT.refused;
  if (code === "FrameTruncated") return EXIT.protocol;
  return code === "SocketNameInvalid" || code === "PermissionMissing" ? EXIT.usage : EXIT.unreachable;
}

function codeOf(error: unknown, exitCode: number): string {
  if (error instanceof Interrupted) return "Interrupted";
  const code = error instanceof Error && "code" in error ? error.code : null;
  return exitCode === EXIT.defect || typeof code !== "string" ? "Defect" : code;
}

function ownHint(error: unknown): string | null {
  if (error instanceof CommandError || error instanceof StartError) return error.hint;
  if (!(error instanceof Interrupted)) return null;
  return error.done === undefined ? "run it again" : "see what it has done before you run it again";
}

function hintOf(exitCode: number, command: string): string {
  return exitCode === EXIT.usage ? `see ${command} --help` : HINTS[exitCode] ?? "its own output may say more";
}
