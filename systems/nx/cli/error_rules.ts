/**
 * What `fluxwire nx` makes of errors beyond those of every command line.
 *
 * @module
 */
import { type ErrorRules, EXIT } from "@fluxwire/command";
import { exitOfGrpcStatus, hostErrorHint } from "@fluxwire/command/failing";
import { GrpcError } from "@fluxwire/grpc";
import { HostError } from "@fluxwire/supervise";

/** The rules. A folder or socket that cannot be used means that the host did not start. */
export const RULES: ErrorRules = {
  exitCode(error) {
    if (error instanceof GrpcError) return exitOfGrpcStatus(error.code);
    return error instanceof HostError && error.code === "FolderUnusable" ? EXIT.unreachable : null;
  },
  hint: (error) => error instanceof HostError ? hostErrorHint(error.code, "deno task nx") : null,
  hints: {
    [EXIT.unreachable]: "see the state of the instances by deno task nx status",
    [EXIT.driverError]: "see the driver's log by deno task nx logs ID",
    [EXIT.timedOut]: "see the driver's log by deno task nx logs ID, or allow more time by -timeout",
  },
};
