/**
 * Why a driver that runs did not listen in time.
 *
 * @module
 */
import { SOCKET_COMPLAINTS } from "./socket_complaints.ts";
import type { Cause, ProgramOutput } from "@fluxwire/supervise";
import { complaintOf } from "@fluxwire/supervise/internal";

/** What is known of a driver that did not listen in time. */
export interface Silence {
  /** Where it was to listen. */
  socketId: string;
  /** How long it was given, in milliseconds. */
  timeoutMs: number;
  /** Where it listens. */
  places: readonly string[];
  /** What it wrote until then. */
  output: ProgramOutput;
}

/** Finds the cause; `NotReady` if it is unknown. */
export function causeOfSilence({ socketId, timeoutMs, places, output }: Silence): Cause {
  const silence = `nothing listened on socket "${socketId}" within ${timeoutMs} ms`;
  const elsewhere = places.filter((place) => place !== `socket "${socketId}"`);
  const complaint = complaintOf(output, "running", SOCKET_COMPLAINTS);
  // The driver's own messages prove less than where it listens.
  if (complaint !== null && (elsewhere.length === 0 || complaint.code !== "Preparing")) {
    return { ...complaint, what: `${complaint.what}; ${silence}` };
  }
  if (elsewhere.length > 0) {
    return {
      code: "ListensElsewhere",
      what: `it listens on ${elsewhere.join(", ")}, not on socket "${socketId}"`,
      hint: `give it the name as it takes it, and no prefix or folder: on Linux an abstract socket named ${socketId}`,
    };
  }
  return {
    code: "NotReady",
    what: silence,
    hint: "it must listen on the name it is given; a slow one needs a longer start-up timeout",
  };
}
