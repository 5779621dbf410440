/**
 * What `fluxwire` shows of an error, and ends with. It knows the errors of all packages, so it is loaded when something has
 * failed.
 *
 * @module
 */
import { type ErrorRules, EXIT, type Failure } from "@fluxwire/command";
import { exitCodeOf as exitCodeByRules, failing, hostErrorHint } from "@fluxwire/command/failing";
import { ConfigError, type LaunchErrorCode } from "@fluxwire/host";
import { isRefusedToken } from "@fluxwire/host/internal";
import { HostError, StartError } from "@fluxwire/supervise";
import { ConnectionError, ProtocolError } from "@fluxwire/transport";
import { MalformedError, RpcError } from "@fluxwire/wire";
import { SessionRefused } from "./session_refused.ts";

/** A code of a failure whose error has no code, or another code. */
export type FailureCode = "TokenRefused" | "Interrupted" | "Defect";

/** The exit codes of drivers that start and then fail at Hello; every other start error means that it did not start. */
const HELLO_EXITS: ReadonlyMap<LaunchErrorCode, number> = new Map([
  ["TokenRefused", EXIT.refused],
  ["AnswerUnreadable", EXIT.protocol],
  ["VersionMismatch", EXIT.noCommonVersion],
  ["NoCommonLayout", EXIT.noCommonVersion],
  ["WrongCodec", EXIT.noCommonVersion],
  ["WrongLayout", EXIT.noCommonVersion],
  ["HelloRefused", EXIT.driverError],
  ["HandshakeTimeout", EXIT.timedOut],
]);

const HINTS: Readonly<Record<number, string>> = {
  [EXIT.unreachable]: "check that the driver runs and listens on that socket, or start it with -- COMMAND ARGS",
  [EXIT.refused]: "name the variable that holds the driver's token by --token-env",
  [EXIT.protocol]: "correct the program that wrote it, or choose another --layout",
  [EXIT.noCommonVersion]: "choose the driver's release by --layout, or update the driver",
  [EXIT.driverError]: "the driver's own log may say more",
  [EXIT.timedOut]: "check whether the driver hangs, or allow more time by --timeout",
  [EXIT.checkFailed]: "correct the driver, or the check's expectation",
};

const RULES: ErrorRules = {
  // What a database says of a statement has lines, and a caret that points into them.
  hasLines: (error) => error instanceof RpcError,
  exitCode(error) {
    if (error instanceof ConfigError) return EXIT.usage;
    if (error instanceof StartError) return HELLO_EXITS.get(error.code) ?? EXIT.unreachable;
    if (error instanceof MalformedError) return EXIT.protocol;
    if (error instanceof RpcError) {
      if (error.code === "VersionMismatch") return EXIT.noCommonVersion;
      return isRefusedToken(error) ? EXIT.refused : EXIT.driverError;
    }
    return error instanceof ProtocolError && error.code === "NoCommonLayout" ? EXIT.noCommonVersion : null;
  },
  code: (error) => isRefusedToken(error) ? "TokenRefused" : null,
  hint(error) {
    if (error instanceof SessionRefused) return error.hint;
    if (error instanceof HostError) return hostErrorHint(error.code, "deno task host");
    if (error instanceof ConfigError) return "correct the configuration, or name another file by --config";
    if (error instanceof ConnectionError && error.code === "SocketForeign") {
      return "see who listens there by ss -xlp; if that driver is meant, give --any-owner";
    }
    if (error instanceof RpcError && error.retriable) return "the driver reports that trying again may help";
    if (error instanceof MalformedError && error.header !== null) {
      const { body, requestId } = error.header;
      return `its header could be read: request ${requestId}, ${body ?? "an unknown variant"}`;
    }
    return null;
  },
  hints: HINTS,
};

/** The exit code of an error. */
export function exitCodeOf(error: unknown): number {
  return exitCodeByRules(error, RULES);
}

/**
 * The failure to show for an error.
 *
 * @param command The failed command, for hints that name its help.
 */
export function failureOf(error: unknown, command: string = "fluxwire"): Failure {
  return failing(error, { command, rules: RULES }).failure;
}
