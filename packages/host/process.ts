/**
 * A driver's process: started with a lifeline, its output kept, stopped step by step, always reaped.
 *
 * @module
 */
import { LaunchError } from "./launch_error.ts";
import { OutputTail } from "./output_tail.ts";
import { HAS_GROUPS, isGroupAlive, signalGroup } from "./process_group.ts";

/** How long the output of a process that has ended is waited for, in milliseconds: a grandchild can hold its pipes. */
const OUTPUT_GRACE_MS = 100;
/** How often a group without its leader is looked at, in milliseconds. */
const GROUP_INTERVAL_MS = 5;

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
  readonly #stdout: OutputTail;
  readonly #stderr: OutputTail;
  #hasEnded = false;
  #stopping: Promise<StopReport> | null = null;
  /** Resolves when the process has ended. */
  readonly exited: Promise<Deno.CommandStatus>;

  /**
   * Starts it, in a process group of its own and with a pipe as stdin.
   *
   * @throws {LaunchError} `SpawnFailed`.
   */
  constructor({ command, args, env, cwd }: ProcessCommand) {
    try {
      this.#child = new Deno.Command(command, {
        args: [...args],
        env: { ...env },
        clearEnv: true,
        cwd: cwd ?? undefined,
        detached: HAS_GROUPS,
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
    } catch (cause) {
      throw new LaunchError("SpawnFailed", `Cannot start ${command}: ${cause}`, { cause });
    }
    this.#stdout = new OutputTail(this.#child.stdout);
    this.#stderr = new OutputTail(this.#child.stderr);
    this.exited = this.#child.status.finally(() => this.#hasEnded = true);
  }

  /** Its process id. */
  get pid(): number {
    return this.#child.pid;
  }

  /** The last lines it has written. */
  get output(): { stdout: string[]; stderr: string[] } {
    return { stdout: this.#stdout.lines, stderr: this.#stderr.lines };
  }

  /** Whether it ends within that time, of itself. */
  endsWithin(ms: number): Promise<boolean> {
    return settlesWithin(this.exited, ms);
  }

  /** Ends it and its process group: closes stdin, then SIGTERM, then SIGKILL. Later calls get the first one's report. */
  stop(options: StopOptions = {}): Promise<StopReport> {
    return this.#stopping ??= this.#stop(options);
  }

  async #stop({ stdinGraceMs = 200, termGraceMs = 1_000 }: StopOptions): Promise<StopReport> {
    const report = await this.#end(stdinGraceMs, termGraceMs);
    await Promise.all([this.#stdout, this.#stderr].map(async (tail) => {
      if (!await settlesWithin(tail.ended, OUTPUT_GRACE_MS)) await tail.cancel();
    }));
    return report;
  }

  async #end(stdinGraceMs: number, termGraceMs: number): Promise<StopReport> {
    const hadEnded = this.#hasEnded;
    // A process that has ended leaves a broken pipe, which is as closed as it gets.
    await this.#child.stdin.close().catch(() => {});
    if (await this.#isGoneWithin(hadEnded ? 0 : stdinGraceMs)) {
      return { step: hadEnded ? "already" : "stdin", status: await this.exited };
    }
    signalGroup(this.pid, "SIGTERM");
    if (await this.#isGoneWithin(termGraceMs)) return { step: "SIGTERM", status: await this.exited };
    signalGroup(this.pid, "SIGKILL");
    return { step: "SIGKILL", status: await this.exited };
  }

  /** Whether the process and its whole group end within that time. */
  async #isGoneWithin(ms: number): Promise<boolean> {
    const deadline = performance.now() + ms;
    if (!this.#hasEnded && !await this.endsWithin(ms)) return false;
    while (isGroupAlive(this.pid)) {
      if (performance.now() >= deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, GROUP_INTERVAL_MS));
    }
    return true;
  }
}

async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timeout = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => timeout.resolve(false), ms);
  try {
    return await Promise.race([promise.then(() => true), timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}
