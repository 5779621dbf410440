/**
 * Signals that ask a command to end: what it has started must be stopped first.
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
 * Calls back when such a signal comes.
 *
 * @returns Stops that: from then on they end the process as they always do.
 */
export function onInterrupt(callback: (interrupted: Interrupted) => void): () => void {
  const listeners = Object.entries(SIGNAL_EXITS)
    // Windows knows none but SIGINT among these.
    .filter(([signal]) => Deno.build.os !== "windows" || signal === "SIGINT")
    .map(([name, exitCode]) => {
      const signal = name as Deno.Signal;
      return { signal, listener: () => callback(new Interrupted(signal, exitCode)) };
    });
  for (const { signal, listener } of listeners) Deno.addSignalListener(signal, listener);
  return () => listeners.forEach(({ signal, listener }) => Deno.removeSignalListener(signal, listener));
}
