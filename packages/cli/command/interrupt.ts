/**
 * Signals that end a command, which first stops what it has started.
 *
 * @module
 */
import { SIGNAL_EXITS } from "./exit_codes.ts";

/** A signal asked the command to end. */
export class Interrupted extends Error {
  /** The class's name. */
  override readonly name = "Interrupted";

  /**
   * @param exitCode What to exit with.
   * @param done What the command has done so far, in words.
   */
  constructor(readonly signal: Deno.Signal, readonly exitCode: number, done?: string) {
    super(`Interrupted by ${signal}${done === undefined ? "" : `: ${done}`}`);
  }

  /** The same, of a command that has done something by then. */
  after(done: string): Interrupted {
    return new Interrupted(this.signal, this.exitCode, done);
  }
}

/**
 * Calls back at each such signal.
 *
 * @returns Removes the handlers: from then on the signals end the process.
 */
export function onInterrupt(callback: (interrupted: Interrupted) => void): () => void {
  const listeners = Object.entries(SIGNAL_EXITS)
    // Of these signals Windows has only SIGINT.
    .filter(([signal]) => Deno.build.os !== "windows" || signal === "SIGINT")
    .map(([name, exitCode]) => {
      const signal = name as Deno.Signal;
      return { signal, listener: () => callback(new Interrupted(signal, exitCode)) };
    });
  for (const { signal, listener } of listeners) Deno.addSignalListener(signal, listener);
  return () => listeners.forEach(({ signal, listener }) => Deno.removeSignalListener(signal, listener));
}
