/**
 * Checks the memory and the number of a service's processes at intervals, when the kernel does not.
 *
 * @module
 */
import type { Clock } from "@fluxwire/transport";
import type { TreeProcess } from "../guard/tree.ts";
import type { LimitedProcess, ProcessLimits, Violation } from "./limit_status.ts";

/** What a watchdog is made with. */
export interface WatchdogOptions {
  /** What it watches. */
  process: LimitedProcess;
  /** What the service may use; `cpuPercent` means nothing here. */
  limits: ProcessLimits;
  /** From one look to the next, in milliseconds. */
  intervalMs: number;
  /** Called once; the watchdog then stops. */
  onViolation: (violation: Violation) => void;
  /** Sets the timers. */
  clock: Clock;
}

/** Watches one service until it is stopped. */
export class Watchdog {
  readonly #options: WatchdogOptions;
  #timer: unknown;
  #looking: Promise<void> = Promise.resolve();
  #isStopped = false;

  /** Starts watching; the first look comes after one interval. */
  constructor(options: WatchdogOptions) {
    this.#options = options;
    this.#schedule();
  }

  /** Watches no longer. Resolves when the last look is over. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#options.clock.clearTimeout(this.#timer);
    await this.#looking;
  }

  #schedule(): void {
    const { clock, intervalMs } = this.#options;
    this.#timer = clock.setTimeout(() => this.#looking = this.#look(), intervalMs);
  }

  async #look(): Promise<void> {
    const { process, limits, intervalMs, onViolation } = this.#options;
    const tree = await process.processes(intervalMs / 2);
    if (this.#isStopped) return;
    const violation = tree && violationOf(tree, limits);
    if (!violation) return this.#schedule();
    this.#isStopped = true;
    onViolation(violation);
  }
}

/** The first limit that the processes exceed; null if they exceed none. */
function violationOf(tree: readonly TreeProcess[], limits: ProcessLimits): Violation | null {
  const { memoryBytes = Infinity, maxProcesses = Infinity } = limits;
  const used = tree.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
  if (used > memoryBytes) {
    const text = `It used ${used} bytes of memory, more than memoryBytes ${memoryBytes}`;
    return { code: "MemoryLimit", enforcement: "watchdog", text };
  }
  const threads = tree.reduce((sum, process) => sum + process.threads, 0);
  if (threads <= maxProcesses) return null;
  const text = `It had ${threads} processes and threads, more than maxProcesses ${maxProcesses}`;
  return { code: "ProcessLimit", enforcement: "watchdog", text };
}
