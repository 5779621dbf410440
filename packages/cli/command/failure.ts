/**
 * A failure as the command line shows it: code, message and hint.
 *
 * @module
 */
import { HOST_ERROR_HINTS, isRefusedToken } from "@fluxwire/host/internal";
import { ConnectionError } from "@fluxwire/transport";
import { MalformedError, RpcError } from "@fluxwire/wire";
import { ConfigError } from "@fluxwire/host";
import { HostError, type ProgramOutput, StartError } from "@fluxwire/supervise";
import { EXIT } from "./exit_codes.ts";
import { exitCodeOf } from "./exit_code_of.ts";
import { Interrupted } from "./interrupt.ts";
import { oneLine } from "./one_line.ts";
import { PackageError } from "./package_error.ts";
import { SessionRefused } from "./session_refused.ts";

/** The codes of failures whose error has no code, or another code. */
export const FAILURE_CODES = ["TokenRefused", "Interrupted", "Defect"] as const;

/** A code of a failure whose error has no code, or another code. */
export type FailureCode = typeof FAILURE_CODES[number];

/** A failure for people and scripts. */
export interface Failure {
  /** A stable name. */
  code: string;
  /** What happened, in one line. */
  message: string;
  /** What to do about it. */
  hint: string;
  /** The last lines of a driver that did not start; missing for other failures. */
  output?: ProgramOutput;
}

const HINTS: Readonly<Record<number, string>> = {
  [EXIT.unreachable]: "check that the driver runs and listens on that socket, or start it with -- COMMAND ARGS",
  [EXIT.refused]: "name the variable that holds the driver's token by --token-env",
  [EXIT.protocol]: "correct the program that wrote it, or choose another --layout",
  [EXIT.noCommonVersion]: "choose the driver's release by --layout, or update the driver",
  [EXIT.driverError]: "the driver's own log may say more",
  [EXIT.timedOut]: "check whether the driver hangs, or allow more time by --timeout",
  [EXIT.checkFailed]: "correct the driver, or the check's expectation",
  [EXIT.defect]: "please report this",
};

/**
 * The failure to show for an error.
 *
 * @param command The failed command, for hints that name its help.
 */
export function failureOf(error: unknown, command: string = "fluxwire"): Failure {
  const exitCode = exitCodeOf(error);
  const message = oneLine(error instanceof Error ? error.message : String(error));
  const failure = { code: codeOf(error, exitCode), message, hint: hintOf(error, exitCode, command) };
  return error instanceof StartError ? { ...failure, output: error.output } : failure;
}

function codeOf(error: unknown, exitCode: number): string {
  return failureCodeOf(error, exitCode) ?? (error as { code: string }).code;
}

function failureCodeOf(error: unknown, exitCode: number): FailureCode | null {
  if (isRefusedToken(error)) return "TokenRefused";
  if (error instanceof Interrupted) return "Interrupted";
  return exitCode === EXIT.defect ? "Defect" : null;
}

function hintOf(error: unknown, exitCode: number, command: string): string {
  if (error instanceof StartError || error instanceof PackageError || error instanceof SessionRefused) {
    return error.hint;
  }
  if (error instanceof Interrupted) return "run it again";
  if (error instanceof HostError) return HOST_ERROR_HINTS[error.code];
  if (error instanceof ConfigError) return "correct the configuration, or name another file by --config";
  if (error instanceof ConnectionError && error.code === "SocketForeign") {
    return "see who listens there by ss -xlp; if that driver is meant, give --any-owner";
  }
  if (error instanceof RpcError && error.retriable) return "the driver reports that trying again may help";
  if (error instanceof MalformedError && error.header !== null) {
    const { body, requestId } = error.header;
    return `its header could be read: request ${requestId}, ${body ?? "an unknown variant"}`;
  }
  return exitCode === EXIT.usage ? `see ${command} --help` : HINTS[exitCode]!;
}
