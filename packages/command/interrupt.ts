/**
 * Signals that end a command, which first stops what it has started.
 *
 * @module
 */
import { SIGNAL_EXITS } from "./exit_codes.ts";

/** A signal that ends commands. */
export type EndingSignal = keyof typeof SIGNAL_EXITS;

/** SIGINT, SIGTERM or SIGHUP asked the command to end; it exits with the code of the signal. */
export class Interrupted extends Error {
  /** The class's name. */
  override readonly name = "Interrupted";

  /**
   * An end by a signal.
   *
   * @param done What the command has done so far, in words.
   */
  constructor(readonly signal: EndingSignal, done?: string) {
    super(`Interrupted by ${signal}${done === undefined ? "" : `: ${done}`}`);
  }

  /** What to exit with: 128 and the signal's number. */
  get exitCode(): number {
    return SIGNAL_EXITS[this.signal];
  }

  /** The same, of a command that has done something by then. */
  after(done: string): Interrupted {
    return new Interrupted(this.signal, done);
  }
}

/**
 * Calls back at each such signal.
 *
 * @returns Removes the handlers: from then on the signals end the process.
 */
export function onInterrupt(callback: (interrupted: Interrupted) => void): () => void {
  const listeners = (Object.keys(SIGNAL_EXITS) as EndingSignal[])
    // Of these signals Windows has only SIGINT.
    .filter((signal) => Deno.build.os !== "windows" || signal === "SIGINT")
    .map((signal) => ({ signal, listener: () => callback(new Interrupted(signal)) }));
  for (const { signal, listener } of listeners) Deno.addSignalListener(signal, listener);
  return () => listeners.forEach(({ signal, listener }) => Deno.removeSignalListener(signal, listener));
}
