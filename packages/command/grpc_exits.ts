/**
 * What a command line makes of a call's status in gRPC.
 *
 * @module
 */
import { EXIT } from "./exit_codes.ts";

/** The exit codes of calls that the service itself has not answered. */
const EXITS: ReadonlyMap<string, number> = new Map([
  ["UNAVAILABLE", EXIT.unreachable],
  ["DEADLINE_EXCEEDED", EXIT.timedOut],
  ["PERMISSION_DENIED", EXIT.refused],
  ["UNAUTHENTICATED", EXIT.refused],
  ["UNIMPLEMENTED", EXIT.protocol],
]);

/**
 * The exit code of a call that has failed.
 *
 * @param status The status by name, such as `UNAVAILABLE`.
 */
export function exitOfGrpcStatus(status: string): number {
  return EXITS.get(status) ?? EXIT.driverError;
}
