/**
 * Ends a driver whose handler hangs in a loop: its thread then runs nothing else, not even its own shutdown.
 *
 * @module
 */
import { type LifetimeOptions, PARENT_INTERVAL_MS } from "./lifetime.ts";

/** How long a driver may take to stop once its parent process has ended, in milliseconds; then it is killed. */
const GRACE_MS = 1_000;

/** Watches from a thread of its own. Disposing ends that thread. */
export class Watchdog implements Disposable {
  readonly #options: LifetimeOptions;
  #worker: Worker | null = null;

  /** Starts no thread yet. */
  constructor(options: LifetimeOptions) {
    this.#options = options;
  }

  /** Starts the thread, once, and none if there is nothing to watch: a thread costs about 15 MB. */
  start(): void {
    const { lifeline, parent } = this.#options;
    if (lifeline || parent) this.#worker ??= new Worker(moduleOf(this.#options), { type: "module" });
  }

  [Symbol.dispose](): void {
    this.#worker?.terminate();
  }
}

/** The data for the thread. */
interface Watched extends LifetimeOptions {
  graceMs: number;
  intervalMs: number;
}

/** The thread's module as a data URL: a module in a file could not be loaded without `--allow-read`. */
function moduleOf(options: LifetimeOptions): string {
  const watched: Watched = { ...options, graceMs: GRACE_MS, intervalMs: PARENT_INTERVAL_MS };
  return `data:text/javascript,${encodeURIComponent(`(${watch})(${JSON.stringify(watched)})`)}`;
}

/**
 * Runs in the thread, from its source text, so it cannot use anything else of this module. A process may kill itself
 * without a permission.
 */
function watch({ lifeline, parent, graceMs, intervalMs }: Watched): void {
  const kill = () => setTimeout(() => Deno.kill(Deno.pid, "SIGKILL"), graceMs);
  const untilEnd = async (): Promise<void> => {
    const ignored = new Uint8Array(64);
    let isEmpty = true;
    while (await Deno.stdin.read(ignored) !== null) isEmpty = false;
    // The null device gives no byte; a host that stops a driver writes one.
    const isDevice = isEmpty && (await import("node:fs")).fstatSync(0).isCharacterDevice();
    if (!isDevice) kill();
  };
  if (lifeline) untilEnd().catch(kill);
  if (!parent) return;
  const first = Deno.ppid;
  const timer = setInterval(() => {
    if (Deno.ppid === first) return;
    clearInterval(timer);
    kill();
  }, intervalMs);
}
