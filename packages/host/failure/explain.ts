/**
 * A failed Hello as an error.
 *
 * @module
 */
import type { ProgramOutput, StartError } from "@fluxwire/supervise";
import { complaintOf, explained } from "@fluxwire/supervise/internal";
import { statusInWords } from "@fluxwire/supervise/program";
import { causeOfHello } from "./hello.ts";
import { SOCKET_COMPLAINTS } from "./socket_complaints.ts";

/**
 * Why Hello failed with a driver that was started; null if that is not the driver's fault.
 *
 * @param status How its process ended; null if it runs.
 * @param thrown What saying Hello threw.
 */
export function helloError(
  command: string,
  output: ProgramOutput,
  { status, thrown }: { status: Deno.CommandStatus | null; thrown: unknown },
): StartError | null {
  const action = `Cannot speak to ${command}`;
  if (status !== null) {
    const what = `it ended with ${statusInWords(status)} before it had answered Hello`;
    const hint = complaintOf(output, "ended", SOCKET_COMPLAINTS)?.hint ??
      "its output says why; it must survive connections, including ones closed without sending anything";
    return explained(action, { code: "ExitedOnHello", what, hint }, { output, status, cause: thrown });
  }
  const cause = causeOfHello(thrown);
  return cause === null ? null : explained(action, cause, { output, status: null, cause: thrown });
}
