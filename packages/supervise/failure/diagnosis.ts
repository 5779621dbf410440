/**
 * What a system knows of its programs besides what is true of every program: to say why one did not become ready.
 *
 * @module
 */
import type { Process } from "../process.ts";
import type { Cause } from "./cause.ts";
import type { Complaint } from "./complaints.ts";

/** How a system explains a program that did not become ready. */
export interface Diagnosis {
  /** What a program does that becomes ready, to stand behind `before`: `it was ready`. */
  readonly readyText: string;
  /**
   * What its programs complain of, besides what every program does.
   *
   * @default {[]}
   */
  readonly complaints?: readonly Complaint[];
  /**
   * Says more of the end of a program than is true of every program.
   *
   * @default {undefined}
   */
  refine?(cause: Cause, status: Deno.CommandStatus): Cause;
  /**
   * Says why a program that runs was not ready in time. It is asked before the program is stopped.
   *
   * @default {a cause `NotReady`, or what the program complains of}
   */
  causeOfSilence?(process: Process, timeoutMs: number): Promise<Cause>;
}

/** The diagnosis of any program. */
export const PLAIN_DIAGNOSIS: Diagnosis = { readyText: "it was ready" };
