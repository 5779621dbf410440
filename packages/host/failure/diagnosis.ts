/**
 * What is known of drivers, to say why one did not become ready: they must listen on their socket.
 *
 * @module
 */
import type { Cause, Diagnosis } from "@fluxwire/supervise";
import { listeningPlaces } from "./listening.ts";
import { causeOfSilence } from "./silence.ts";
import { SOCKET_COMPLAINTS } from "./socket_complaints.ts";

/** The diagnosis of a driver that is to listen on a socket. */
export function driverDiagnosis(socketId: string): Diagnosis {
  return {
    readyText: "its socket accepted a connection",
    complaints: SOCKET_COMPLAINTS,
    refine: refined,
    async causeOfSilence(process, timeoutMs) {
      const places = await listeningPlaces(await process.processes() ?? []);
      return causeOfSilence({ socketId, timeoutMs, places, output: process.output });
    },
  };
}

/** The cause of an end, as it is for a driver. */
function refined(cause: Cause, { code, signal }: Deno.CommandStatus): Cause {
  if (cause.code === "ExitedEarly" && code === 0 && signal === null) {
    const hint =
      "a driver must stay: one that goes into the background, or has nothing to wait for, is taken for ended";
    return { ...cause, code: "EndedWithoutListening", hint };
  }
  if (cause.code !== "ArgumentUnknown") return cause;
  const hint = `${cause.hint}; a driver must take --socket NAME, or another argument with {socket}`;
  return { ...cause, hint };
}
