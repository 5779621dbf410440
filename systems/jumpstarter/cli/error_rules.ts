/**
 * What `fluxwire jumpstarter` makes of errors beyond those of every command line.
 *
 * @module
 */
import { type ErrorRules, EXIT, type Failure } from "@fluxwire/command";
import { exitOfGrpcStatus, failing } from "@fluxwire/command/failing";
import { GrpcError } from "@fluxwire/grpc";
import { CallError } from "../client/call_error.ts";
import { CodingError } from "../coding/coding_error.ts";
import { ConfigError } from "../config/config_error.ts";

/** The rules. */
export const RULES: ErrorRules = {
  exitCode(error) {
    if (error instanceof ConfigError) return EXIT.usage;
    if (error instanceof CallError) return error.code === "UNAUTHENTICATED" ? EXIT.refused : EXIT.driverError;
    if (error instanceof CodingError) return EXIT.driverError;
    return error instanceof GrpcError ? exitOfGrpcStatus(error.code) : null;
  },
  hint: (error) => error instanceof ConfigError ? "correct the configuration file" : null,
  hints: {
    [EXIT.unreachable]: "check that the exporter runs and listens there",
    [EXIT.refused]: "name the variable that holds the exporter's passphrase by --passphrase-env",
    [EXIT.driverError]: "the exporter's log may say more",
  },
};

/** The failure to show for an error that does not end the command. */
export function failureOf(error: unknown): Failure {
  return failing(error, { command: "fluxwire jumpstarter j", rules: RULES }).failure;
}
