/**
 * The line of a program's output that best explains its end.
 *
 * @module
 */
import type { ProgramOutput } from "../start_error.ts";

/** How languages begin the line that counts; a stack trace may follow it. */
const FAILURE = /^(?:\w*error|\w*exception|fatal|panic|thread '.*' panicked)\b/i;

/**
 * The last line that reports a failure, else the last line, for the end of a message.
 *
 * @param said What the message says already: a line that it repeats is left out.
 */
export function lastWords({ stdout, stderr }: ProgramOutput, said: string = ""): string {
  const lines = [...stdout, ...stderr].map((line) => line.trim()).filter((line) => line !== "");
  const last = lines.at(-1), failure = lines.findLast((line) => FAILURE.test(line));
  if (last === undefined) return "; it wrote nothing";
  if (said.includes((failure ?? last).replace(/^error: /, ""))) return "";
  return failure === undefined || failure === last ? `; its last words: ${last}` : `; its error: ${failure}`;
}
