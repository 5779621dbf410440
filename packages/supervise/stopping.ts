/**
 * Ends a process and all that it has started, step by step.
 *
 * @module
 */
import { TIMED_OUT, within } from "@fluxwire/transport";
import type { TreeProcess } from "./guard/tree.ts";
import { endTree, HAS_GROUPS, isGroupAlive, signalGroup, signalProcess } from "./process_group.ts";

/** How often what is left of a program without its process is looked at, in milliseconds: first, and at most. */
const FIRST_PAUSE_MS = 5;
const MAX_PAUSE_MS = 80;
/** How long SIGKILL may take to end everything, in milliseconds: what forks meanwhile is killed in the next round. */
const KILL_MS = 2_000;

/** How long each step of stopping may take. */
export interface StopOptions {
  /**
   * From closing its stdin to SIGTERM, in milliseconds: programs that watch their lifeline end when stdin does.
   *
   * @default {200}
   */
  stdinGraceMs?: number;
  /**
   * From SIGTERM to SIGKILL, in milliseconds.
   *
   * @default {1000}
   */
  termGraceMs?: number;
}

/** What it took to stop a program. */
export interface StopReport {
  /** The step after which it was gone; `already` where it had ended before. */
  step: "already" | "stdin" | "SIGTERM" | "SIGKILL";
  /** How its process ended. */
  status: Deno.CommandStatus;
}

/** What is ended. */
export interface Target {
  /** The process that was started, the leader of its group. */
  readonly child: Deno.ChildProcess;
  /** Resolves when that process has ended. */
  readonly exited: Promise<Deno.CommandStatus>;
  /** It and what it has started; null if that cannot be known. */
  processes(): Promise<TreeProcess[] | null>;
}

/** The steps of stopping, each with its reason. */
export class Stopping {
  readonly #target: Target;
  readonly #onStep: (text: string) => void;
  #hasEnded = false;

  /** Watches the process from its start, to know whether it has ended before it is stopped. */
  constructor(target: Target, onStep: (text: string) => void) {
    this.#target = target;
    this.#onStep = onStep;
    target.exited.then(() => this.#hasEnded = true);
  }

  /** Closes stdin, then SIGTERM, then SIGKILL, until nothing is left. */
  async run({ stdinGraceMs = 200, termGraceMs = 1_000 }: StopOptions): Promise<StopReport> {
    const { exited } = this.#target;
    const hadEnded = this.#hasEnded;
    // A process that has ended leaves a broken pipe, which is as closed as it gets.
    await this.#target.child.stdin.close().catch(() => {});
    if (await this.#isGoneWithin(hadEnded ? 0 : stdinGraceMs)) {
      return { step: hadEnded ? "already" : "stdin", status: await exited };
    }
    const why = hadEnded ? "what it had started was still there" : `it was there ${stdinGraceMs} ms after stdin closed`;
    this.#onStep(`Sending SIGTERM: ${why}`);
    await this.#signal("SIGTERM");
    if (await this.#isGoneWithin(termGraceMs)) return { step: "SIGTERM", status: await exited };
    this.#onStep(`Sending SIGKILL: it was there ${termGraceMs} ms after SIGTERM`);
    await this.#kill();
    return { step: "SIGKILL", status: await exited };
  }

  /** Whether the process and all that it has started end within that time. */
  async #isGoneWithin(ms: number): Promise<boolean> {
    const deadline = performance.now() + ms;
    if (!this.#hasEnded && await within(this.#target.exited, ms) === TIMED_OUT) return false;
    for (let pauseMs = FIRST_PAUSE_MS;; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
      if (!await this.#isLeft()) return true;
      if (performance.now() >= deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  /** Whether anything that it has started is there. Those that only wait for their parent to look are not. */
  async #isLeft(): Promise<boolean> {
    const left = await this.#target.processes();
    return left === null ? isGroupAlive(this.#target.child.pid) : left.length > 0;
  }

  async #left(): Promise<TreeProcess[]> {
    return await this.#target.processes() ?? [];
  }

  async #signal(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    if (HAS_GROUPS ? signalGroup(this.#target.child.pid, signal) : await endTree(this.#target.child.pid)) {
      // Its process is in the group.
    } else if (!this.#hasEnded) {
      this.#signalChild(signal);
    }
    for (const { pid } of await this.#left()) signalProcess(pid, signal);
  }

  /** Deno knows that a child has ended a moment before {@link exited} tells us, and refuses to signal it. */
  #signalChild(signal: "SIGTERM" | "SIGKILL"): void {
    try {
      this.#target.child.kill(signal);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }

  /** Kills until nothing is left. A process in the kernel's hands may take longer; the guard will not forget it. */
  async #kill(): Promise<void> {
    const deadline = performance.now() + KILL_MS;
    do await this.#signal("SIGKILL"); while (!await this.#isGoneWithin(MAX_PAUSE_MS) && performance.now() < deadline);
    const left = await this.#left();
    if (left.length > 0) this.#onStep(`Left behind: processes ${left.map(({ pid }) => pid).join(", ")}`);
  }
}
