/**
 * Why a line of the REPL has no answer: its driver was restarted meanwhile.
 *
 * @module
 */
import type { Failure } from "@fluxwire/command";
import { failureOf } from "../command/failure.ts";

/** How a statement ended when its driver was restarted. */
export type StatementFate = "may have been run" | "was not run";

/** A statement that a restart of its driver has ended. */
export class RestartError extends Error {
  /** How it ended. */
  readonly fate: StatementFate;

  /** @param cause The end of its connection; for one that was not run, why the driver does not run again. */
  constructor(fate: StatementFate, cause: unknown) {
    super(`The driver was restarted; the statement ${fate}`, { cause });
    this.fate = fate;
  }

  /** What is shown of it. */
  get failure(): Failure {
    // The restart itself reports what the program has written.
    const { output: _reported, ...failure } = failureOf(this.cause);
    if (this.fate === "was not run") {
      return { ...failure, message: `${failure.message}; the statement waited for the restart, and was not run` };
    }
    const message =
      "Cannot finish: the driver's source has changed, and it was restarted; the statement may have been run";
    return { ...failure, message, hint: "see what it has done before you run it again" };
  }
}
