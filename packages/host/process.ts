/**
 * A driver's process: started with a lifeline and under a guard, its output kept, stopped step by step with all that it
 * has started, always reaped.
 *
 * @module
 */
import { statusInWords } from "./failure/status_words.ts";
import { GuardedLaunch } from "./guard/guard.ts";
import type { TreeProcess } from "./guard/tree.ts";
import { LaunchError } from "./launch_error.ts";
import { type OutputSink, type OutputStream, OutputTail } from "./output_tail.ts";
import { endTree, HAS_GROUPS, isGroupAlive, signalGroup, signalProcess } from "./process_group.ts";
import { TIMED_OUT, within } from "@fluxwire/transport";

/** How long more output of a process that has ended is waited for, in milliseconds: a grandchild can hold its pipes. */
const OUTPUT_GRACE_MS = 100;
/** How often what is left of a driver without its process is looked at, in milliseconds: first, and at most. */
const FIRST_PAUSE_MS = 5;
const MAX_PAUSE_MS = 80;
/** How long SIGKILL may take to end everything, in milliseconds: what forks meanwhile is killed in the next round. */
const KILL_MS = 2_000;

/** What to start. */
export interface ProcessCommand {
  /** The program, by path or by its name in PATH. */
  command: string;
  /** Its arguments. */
  args: readonly string[];
  /** Its whole environment. */
  env: Readonly<Record<string, string>>;
  /** The folder it runs in; null where it is ours. */
  cwd: string | null;
  /**
   * The file of its socket, which the guard removes where the driver is killed with its host; null for none.
   *
   * @default {null}
   */
  socketPath?: string | null;
  /**
   * What {@link DriverProcess.output} must not show: the token.
   *
   * @default {[]}
   */
  secrets?: readonly string[];
  /**
   * Gets all that it writes, and makes it wait where that goes too fast.
   *
   * @default {undefined}
   */
  sink?: OutputSink;
  /**
   * Gets each step of stopping with its reason, as a sentence for a log.
   *
   * @default {undefined}
   */
  onStep?: (text: string) => void;
}

/** How long each step of stopping may take. */
export interface StopOptions {
  /**
   * From closing its stdin to SIGTERM, in milliseconds: our own drivers end when stdin does.
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

/** What it took to stop a driver. */
export interface StopReport {
  /** The step after which it was gone; `already` where it had ended before. */
  step: "already" | "stdin" | "SIGTERM" | "SIGKILL";
  /** How its process ended. */
  status: Deno.CommandStatus;
}

/** A process that was started and must be stopped. */
export class DriverProcess {
  readonly #child: Deno.ChildProcess;
  readonly #launch: GuardedLaunch;
  readonly #stdout: OutputTail;
  readonly #stderr: OutputTail;
  readonly #onStep: (text: string) => void;
  #hasEnded = false;
  #stopping: Promise<StopReport> | null = null;
  /** Resolves when the process has ended. */
  readonly exited: Promise<Deno.CommandStatus>;

  /** Made by {@link DriverProcess.start}. */
  private constructor(child: Deno.ChildProcess, launch: GuardedLaunch, command: ProcessCommand) {
    this.#child = child;
    this.#launch = launch;
    this.#onStep = command.onStep ?? (() => {});
    this.#stdout = tailOf("stdout", child.stdout, command);
    this.#stderr = tailOf("stderr", child.stderr, command);
    this.exited = child.status.finally(() => this.#hasEnded = true);
  }

  /**
   * Starts a process, in a process group of its own and with a pipe as stdin.
   *
   * @throws {LaunchError} `SpawnFailed`.
   */
  static async start(command: ProcessCommand): Promise<DriverProcess> {
    const launch = new GuardedLaunch();
    try {
      const child = new Deno.Command(command.command, {
        args: [...command.args],
        env: { ...command.env, ...launch.env },
        clearEnv: true,
        cwd: command.cwd ?? undefined,
        detached: HAS_GROUPS,
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      launch.watch(child.pid, command.socketPath ?? null);
      return new DriverProcess(child, launch, command);
    } catch (cause) {
      await launch.release();
      throw new LaunchError("SpawnFailed", `Cannot start ${command.command}: ${cause}`, { cause });
    }
  }

  /** Its process id. */
  get pid(): number {
    return this.#child.pid;
  }

  /** The last lines it has written. */
  get output(): { stdout: string[]; stderr: string[] } {
    return { stdout: this.#stdout.lines, stderr: this.#stderr.lines };
  }

  /**
   * It and what it has started, on Linux: its process group, and what has left that. Null where nobody can tell: on other
   * systems, or without a shell.
   *
   * @param maxAgeMs How old the answer may be, in milliseconds; one look at the machine serves all drivers.
   */
  processes(maxAgeMs = 0): Promise<TreeProcess[] | null> {
    return this.#launch.processes(maxAgeMs);
  }

  /** Whether it ends within that time, of itself. */
  async endsWithin(ms: number): Promise<boolean> {
    return await within(this.exited, ms) !== TIMED_OUT;
  }

  /**
   * Ends it and all that it has started: closes stdin, then SIGTERM, then SIGKILL. That is its process group, and on
   * Linux also what has left the group. Later calls get the first one's report.
   */
  stop(options: StopOptions = {}): Promise<StopReport> {
    return this.#stopping ??= this.#stop(options);
  }

  async #stop({ stdinGraceMs = 200, termGraceMs = 1_000 }: StopOptions): Promise<StopReport> {
    const report = await this.#end(stdinGraceMs, termGraceMs);
    this.#onStep(`It has ended after ${STEP_TEXTS[report.step]}: ${statusInWords(report.status)}`);
    await Promise.all([this.#stdout, this.#stderr].map((tail) => tail.finish(OUTPUT_GRACE_MS)));
    await this.#launch.release();
    return report;
  }

  async #end(stdinGraceMs: number, termGraceMs: number): Promise<StopReport> {
    const hadEnded = this.#hasEnded;
    // A process that has ended leaves a broken pipe, which is as closed as it gets.
    await this.#child.stdin.close().catch(() => {});
    if (await this.#isGoneWithin(hadEnded ? 0 : stdinGraceMs)) {
      return { step: hadEnded ? "already" : "stdin", status: await this.exited };
    }
    const why = hadEnded ? "what it had started was still there" : `it was there ${stdinGraceMs} ms after stdin closed`;
    this.#onStep(`Sending SIGTERM: ${why}`);
    await this.#signal("SIGTERM");
    if (await this.#isGoneWithin(termGraceMs)) return { step: "SIGTERM", status: await this.exited };
    this.#onStep(`Sending SIGKILL: it was there ${termGraceMs} ms after SIGTERM`);
    await this.#kill();
    return { step: "SIGKILL", status: await this.exited };
  }

  /** Whether the process and all that it has started end within that time. */
  async #isGoneWithin(ms: number): Promise<boolean> {
    const deadline = performance.now() + ms;
    if (!this.#hasEnded && !await this.endsWithin(ms)) return false;
    for (let pauseMs = FIRST_PAUSE_MS;; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
      if (!await this.#isLeft()) return true;
      if (performance.now() >= deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  /** Whether anything that it has started is there. Those that only wait for their parent to look are not. */
  async #isLeft(): Promise<boolean> {
    const left = await this.processes();
    return left === null ? isGroupAlive(this.pid) : left.length > 0;
  }

  async #left(): Promise<TreeProcess[]> {
    return await this.processes() ?? [];
  }

  async #signal(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    if (HAS_GROUPS ? signalGroup(this.pid, signal) : await endTree(this.pid)) {
      // Its process is in the group.
    } else if (!this.#hasEnded) {
      this.#signalChild(signal);
    }
    for (const { pid } of await this.#left()) signalProcess(pid, signal);
  }

  /** Deno knows that a child has ended a moment before {@link exited} tells us, and refuses to signal it. */
  #signalChild(signal: "SIGTERM" | "SIGKILL"): void {
    try {
      this.#child.kill(signal);
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

const STEP_TEXTS: Readonly<Record<StopReport["step"], string>> = {
  already: "no step of ours",
  stdin: "its stdin was closed",
  SIGTERM: "SIGTERM",
  SIGKILL: "SIGKILL",
};

function tailOf(
  stream: OutputStream,
  readable: ReadableStream<Uint8Array>,
  { secrets, sink }: ProcessCommand,
): OutputTail {
  const tail = new OutputTail(readable, { secrets, onBytes: sink && ((bytes) => sink.append(stream, bytes)) });
  tail.ended.then(() => sink?.end(stream));
  return tail;
}
