/**
 * Errors that nobody waits for: of a socket between two statements, or of a promise that a library left alone.
 *
 * @module
 */
import type { Log } from "./log.ts";

/**
 * Keeps the process, and with it the sessions of others, alive. Such an error belongs to no session, so that nobody knows
 * which secrets its message may hold: the log gets its name and where it was made. Disposing lets errors end the process.
 */
export class Uncaught implements Disposable {
  readonly #stop = new DisposableStack();

  /** @param log Where errors are told of. */
  constructor(log: Log) {
    this.#listen("error", (event) => this.#record(event, event.error, log));
    this.#listen("unhandledrejection", (event) => this.#record(event, event.reason, log));
  }

  [Symbol.dispose](): void {
    this.#stop.dispose();
  }

  #listen<T extends "error" | "unhandledrejection">(type: T, listener: (event: WindowEventMap[T]) => void): void {
    globalThis.addEventListener(type, listener);
    this.#stop.defer(() => globalThis.removeEventListener(type, listener));
  }

  #record(event: Event, error: unknown, log: Log): void {
    event.preventDefault();
    log.error("error outside of any call; its message may hold secrets and is left out", placeOf(error));
  }
}

/** An error's name, and the frames of its stack. */
function placeOf(error: unknown): { name: string; stack: string } {
  try {
    if (!(error instanceof Error)) return { name: typeof error, stack: "" };
    const frames = String(error.stack).split("\n").filter((line) => /^ {4}at .+\d+:\d+\)?$/.test(line));
    return { name: error.constructor.name, stack: frames.join("\n") };
  } catch {
    return { name: "something that cannot be shown", stack: "" };
  }
}
