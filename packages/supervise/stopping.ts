/**
 * Ends a process and all that it has started, step by step.
 *
 * @module
 */
import { TIMED_OUT, within } from "@fluxwire/transport";
import type { Sight } from "./guard/guard.ts";
import { endTree, HAS_GROUPS, isGroupAlive, signalGroup } from "./process_group.ts";

/** The pause between two looks at what is left of a program whose process has ended, in milliseconds: first, and at most. */
const FIRST_PAUSE_MS = 5;
const MAX_PAUSE_MS = 80;
const LINE_FEED = 0x0a;
/** How long SIGKILL may take to end everything, in milliseconds: each round also kills what was forked in between. */
const KILL_MS = 10_000;

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
  /** The step after which it was gone; `already` if it had ended before. */
  step: "already" | "stdin" | "SIGTERM" | "SIGKILL";
  /**
   * The processes that were still there at the end, by their ids; null if they cannot be seen now, although the system
   * shows processes. The guard ends them when this process ends.
   */
  left: readonly number[] | null;
  /** How its process ended. */
  status: Deno.CommandStatus;
}

/** What is ended. */
export interface Target {
  /** The process that was started, the leader of its group. */
  readonly child: Deno.ChildProcess;
  /** Resolves when that process has ended. */
  readonly exited: Promise<Deno.CommandStatus>;
  /** Whether {@link signal} can see what is left. */
  readonly sight: Sight;
  /** Signals it and what it has started, and lists their ids; null if they cannot be seen. `0` only lists. */
  signal(signal: "SIGTERM" | "SIGKILL" | "0"): Promise<number[] | null>;
}

/** The steps of stopping, each with its reason. */
export class Stopping {
  readonly #target: Target;
  readonly #onStep: (text: string) => void;
  #hasEnded = false;
  /** Whether the group's number is taken by its processes, where no guard can tell. */
  #hasGroup = true;

  /** Watches the process from its start, to know whether it has ended before it is stopped. */
  constructor(target: Target, onStep: (text: string) => void) {
    this.#target = target;
    this.#onStep = onStep;
    target.exited.then(() => {
      this.#hasEnded = true;
      // An empty group's number is free from now on: another program may get it.
      if (target.sight === "none") this.#hasGroup = isGroupAlive(target.child.pid);
    });
  }

  /** Closes stdin, then SIGTERM, then SIGKILL, until nothing is left. */
  async run({ stdinGraceMs = 200, termGraceMs = 1_000 }: StopOptions): Promise<StopReport> {
    const hadEnded = this.#hasEnded;
    await this.#endLifeline();
    if (await this.#isGoneWithin(hadEnded ? 0 : stdinGraceMs)) return this.#report(hadEnded ? "already" : "stdin");
    const why = hadEnded ? "what it had started was still there" : `it was there ${stdinGraceMs} ms after stdin closed`;
    this.#onStep(`Sending SIGTERM: ${why}`);
    await this.#signal("SIGTERM");
    if (await this.#isGoneWithin(termGraceMs)) return this.#report("SIGTERM");
    this.#onStep(`Sending SIGKILL: it was there ${termGraceMs} ms after SIGTERM`);
    return this.#report("SIGKILL", await this.#kill());
  }

  /**
   * Closes stdin, behind a byte that tells it from the null device. A process that has ended leaves a broken pipe, which is
   * as closed as it gets.
   */
  async #endLifeline(): Promise<void> {
    const writer = this.#target.child.stdin.getWriter();
    writer.write(new Uint8Array([LINE_FEED])).catch(() => {});
    await writer.close().catch(() => {});
  }

  async #report(step: StopReport["step"], left: StopReport["left"] = []): Promise<StopReport> {
    return { step, status: await this.#target.exited, left };
  }

  /** Whether the process and all that it has started end within that time. */
  async #isGoneWithin(ms: number): Promise<boolean> {
    const deadline = performance.now() + ms;
    if (!this.#hasEnded && await within(this.#target.exited, ms) === TIMED_OUT) return false;
    for (let pauseMs = FIRST_PAUSE_MS;; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
      if ((await this.#left())?.length === 0) return true;
      if (performance.now() >= deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  /**
   * What is there of all that it has started, without processes that only wait for their parent to look; null while
   * that cannot be seen.
   */
  async #left(): Promise<number[] | null> {
    const left = await this.#target.signal("0");
    if (left !== null || this.#target.sight !== "none") return left;
    const { pid } = this.#target.child;
    if (this.#hasEnded) this.#hasGroup &&= isGroupAlive(pid);
    return this.#hasGroup && isGroupAlive(pid) ? [pid] : [];
  }

  /**
   * Signals the group by its number only while that cannot be another program's: the process has not ended, or no guard
   * can tell and the group has never been empty. The guard signals the rest, each process as it finds it.
   */
  async #signal(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const { child, sight } = this.#target;
    if (!this.#hasEnded || (sight === "none" && this.#hasGroup)) {
      const isSent = HAS_GROUPS ? signalGroup(child.pid, signal) : await endTree(child.pid);
      if (!isSent && !this.#hasEnded) this.#signalChild(signal);
    }
    await this.#target.signal(signal);
  }

  /** Deno refuses to signal a child from a moment before {@link exited} resolves. */
  #signalChild(signal: "SIGTERM" | "SIGKILL"): void {
    try {
      this.#target.child.kill(signal);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }

  /** Kills until nothing is left. A process in the kernel's hands may take longer; the guard will not forget it. */
  async #kill(): Promise<number[] | null> {
    const deadline = performance.now() + KILL_MS;
    do await this.#signal("SIGKILL"); while (!await this.#isGoneWithin(MAX_PAUSE_MS) && performance.now() < deadline);
    const left = await this.#left();
    if (left === null) {
      this.#onStep(
        `It cannot be seen what is left: the guard did not answer for ${KILL_MS} ms; look for processes with its mark`,
      );
    } else if (left.length > 0) this.#onStep(`Left behind: processes ${left.join(", ")}`);
    return left;
  }
}
