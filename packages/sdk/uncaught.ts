/**
 * Uncaught errors: those of a socket between two statements, or of a promise that a library does not await.
 *
 * @module
 */
import type { Log } from "./log.ts";

/**
 * Logs uncaught errors and keeps the process, with its other sessions, alive. Such an error belongs to no session, and
 * its message may hold unknown secrets, so only its name and stack frames are logged. Disposing lets errors end the
 * process again.
 */
export class Uncaught implements Disposable {
  readonly #stop = new DisposableStack();

  /** @param log The log for the errors. */
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
    log.error("error outside of any call; its message is left out because it may contain secrets", placeOf(error));
  }
}

/** An error's name, and the frames of its stack. */
function placeOf(error: unknown): { name: string; stack: string } {
  try {
    if (!(error instanceof Error)) return { name: typeof error, stack: "" };
    const frames = String(error.stack).split("\n").filter((line) => /^ {4}at .+\d+:\d+\)?$/.test(line));
    return { name: error.constructor.name, stack: frames.join("\n") };
  } catch {
    return { name: "a value that cannot be printed", stack: "" };
  }
}
