/**
 * Signals that ask the probe to end: what it has started must be stopped first.
 *
 * @module
 */

/** The signals, and the exit code that shells expect of each. */
const EXIT_CODES: Readonly<Partial<Record<Deno.Signal, number>>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Somebody asked the probe to end. */
export class Interrupted extends Error {
  /** The class's name. */
  override readonly name = "Interrupted";

  /** @param exitCode What to exit with. */
  constructor(readonly signal: Deno.Signal, readonly exitCode: number) {
    super(`Interrupted by ${signal}`);
  }
}

/**
 * Calls back when such a signal comes.
 *
 * @returns Stops that: from then on they end the process as they always do.
 */
export function onInterrupt(callback: (interrupted: Interrupted) => void): () => void {
  const listeners = Object.entries(EXIT_CODES)
    // Windows knows none but SIGINT among these.
    .filter(([signal]) => Deno.build.os !== "windows" || signal === "SIGINT")
    .map(([name, exitCode]) => {
      const signal = name as Deno.Signal;
      return { signal, listener: () => callback(new Interrupted(signal, exitCode)) };
    });
  for (const { signal, listener } of listeners) Deno.addSignalListener(signal, listener);
  return () => listeners.forEach(({ signal, listener }) => Deno.removeSignalListener(signal, listener));
}
