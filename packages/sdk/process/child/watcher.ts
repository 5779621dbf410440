/**
 * A thread beside the one that a request keeps busy: ends the process with its driver, and reads cancels.
 *
 * @module
 */
import { KIND } from "../messages.ts";

/** How often the parent process is checked, in milliseconds: systems send no event when it ends. */
const INTERVAL_MS = 500;

/** How long a statement runs before the thread waits for its cancel, in milliseconds. */
const PATIENCE_MS = 10;

/** How many checks pass between two looks at the clock. */
const CHECKS = 8;

/** The places in the shared memory: who has the standard input, and whether a cancel was read. */
const OWNER = 0, CANCELLED = 1;

/** The values of the owner. */
const MAIN = 0, WATCHER = 1;

/** The thread's code. It is a text because a file would need a permission to be read. */
const PROGRAM = `
  const parent = Deno.ppid, byte = new Uint8Array(1);
  const end = () => Deno.kill(Deno.pid, "SIGKILL");
  onmessage = ({ data: shared }) => {
    for (;;) {
      Atomics.wait(shared, ${OWNER}, ${MAIN}, ${INTERVAL_MS});
      if (Deno.ppid !== parent) end();
      while (Atomics.load(shared, ${OWNER}) === ${WATCHER}) {
        if (Deno.stdin.readSync(byte) === null) end();
        if (byte[0] === ${KIND.cancel}) Atomics.store(shared, ${CANCELLED}, 1);
        if (byte[0] !== ${KIND.release}) continue;
        Atomics.store(shared, ${OWNER}, ${MAIN});
        Atomics.notify(shared, ${OWNER});
      }
    }
  };
`;

/** The statement was cancelled. */
export class CancelledError extends Error {}

/** The thread, seen from the one that runs statements. */
export class Watcher {
  readonly #shared = new Int32Array(new SharedArrayBuffer(8));
  #startedAt = 0;
  #checks = 0;
  #isWatching = false;
  #isEarly = false;

  /** Starts the thread. */
  start(): void {
    const thread = new Worker(`data:text/javascript,${encodeURIComponent(PROGRAM)}`, { type: "module" });
    thread.postMessage(this.#shared);
  }

  /** Whether the thread has the standard input. */
  get isWatching(): boolean {
    return this.#isWatching;
  }

  /** A statement begins; it may be cancelled already. */
  begin(isCancelled: boolean): void {
    this.#startedAt = performance.now();
    this.#checks = 0;
    Atomics.store(this.#shared, CANCELLED, isCancelled ? 1 : 0);
    this.#isEarly = isCancelled;
  }

  /**
   * Call this often while a statement runs.
   *
   * @throws {CancelledError} when it was cancelled.
   */
  check(): void {
    if (this.#isWatching || this.#isEarly) {
      if (Atomics.load(this.#shared, CANCELLED) === 1) throw new CancelledError();
      return;
    }
    if (this.#checks++ % CHECKS !== 0 || performance.now() - this.#startedAt < PATIENCE_MS) return;
    this.#isWatching = true;
    Atomics.store(this.#shared, OWNER, WATCHER);
    Atomics.notify(this.#shared, OWNER);
  }

  /** Waits until the thread has given the standard input back. */
  end(): void {
    while (Atomics.load(this.#shared, OWNER) === WATCHER) Atomics.wait(this.#shared, OWNER, WATCHER);
    this.#isWatching = false;
  }
}
