/**
 * A cause of a failed start, as found.
 *
 * @module
 */
import type { LaunchErrorCode } from "../launch_error.ts";

/** Why a driver did not start. */
export interface Cause {
  /** The stable name. */
  code: LaunchErrorCode;
  /** What was found, to stand behind `Cannot start COMMAND: `. */
  what: string;
  /** The sentence that mends it, to stand in brackets behind that. */
  hint: string;
}
