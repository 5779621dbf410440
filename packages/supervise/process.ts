/**
 * A process: a program that was started with a lifeline, guarded, limited, logged, and is always stopped with all that it
 * has started.
 *
 * @module
 */
import { TIMED_OUT, within } from "@fluxwire/transport";
import { lastWords } from "./failure/last_words.ts";
import { statusInWords } from "./failure/status_words.ts";
import { GuardedLaunch, type Sight } from "./guard/guard.ts";
import type { TreeProcess } from "./guard/tree.ts";
import { AppliedLimits } from "./limits/applied_limits.ts";
import type { LimitsStatus, ProcessLimits, Violation } from "./limits/limit_status.ts";
import { type OutputSink, type OutputStream, OutputTail } from "./output_tail.ts";
import { HAS_GROUPS } from "./process_group.ts";
import { type ProgramOutput, StartError } from "./start_error.ts";
import { type StopOptions, Stopping, type StopReport } from "./stopping.ts";
import type { Ending } from "./supervisor/supervisor.ts";

/** How long more output of a process that has ended is waited for, in milliseconds: a grandchild can hold its pipes. */
const OUTPUT_GRACE_MS = 100;

/** Signals that ask a program to end: one that does is no failure. */
const ASKING_SIGNALS: ReadonlySet<string> = new Set(["SIGTERM", "SIGINT", "SIGHUP"]);

/** A program, and what is done with its output. */
export interface ProcessCommand {
  /** The program, by path or by its name in PATH. */
  command: string;
  /** Its arguments. */
  args: readonly string[];
  /** Its whole environment. */
  env: Readonly<Record<string, string>>;
  /** The folder it runs in; null for that of this process. */
  cwd: string | null;
  /**
   * A file that it makes, which the guard removes when the program is killed together with this process; null for none.
   *
   * @default {null}
   */
  ownFile?: string | null;
  /**
   * What {@link Process.output} must not show.
   *
   * @default {[]}
   */
  secrets?: readonly string[];
  /**
   * Gets all that it writes, and makes it wait if it writes too fast.
   *
   * @default {undefined}
   */
  sink?: OutputSink;
  /**
   * How it is stopped.
   *
   * @default {{}}
   */
  stop?: StopOptions;
  /**
   * Called when it has been stopped.
   *
   * @default {undefined}
   */
  onStopped?: () => void;
  /**
   * Gets each step of stopping with its reason, as a sentence for a log.
   *
   * @default {undefined}
   */
  onStep?: (text: string) => void;
}

/** A process that was started and must be stopped. */
export class Process implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #launch: GuardedLaunch;
  readonly #stdout: OutputTail;
  readonly #stderr: OutputTail;
  readonly #stopping: Stopping;
  readonly #options: Pick<ProcessCommand, "stop" | "onStep" | "onStopped" | "sink">;
  readonly #violated = Promise.withResolvers<Violation>();
  /** What its log masks because of {@link addSecret}. */
  readonly #secretsOfLog: string[] = [];
  #limits: Promise<AppliedLimits> | null = null;
  #limitsStatus: LimitsStatus = {};
  #stopped: Promise<StopReport> | null = null;
  #ended: Promise<Ending> | null = null;
  /** Resolves when the process itself has ended; what it has started may still run. */
  readonly exited: Promise<Deno.CommandStatus>;
  /** Resolves when it is found beyond a limit that the kernel does not keep. */
  readonly violated: Promise<Violation> = this.#violated.promise;

  private constructor(child: Deno.ChildProcess, launch: GuardedLaunch, command: ProcessCommand) {
    this.#child = child;
    this.#launch = launch;
    this.#options = command;
    this.#stdout = tailOf("stdout", child.stdout, command);
    this.#stderr = tailOf("stderr", child.stderr, command);
    this.exited = child.status;
    this.exited.then(() => launch.end());
    const target = {
      child,
      exited: child.status,
      get sight() {
        return launch.sight;
      },
      signal: (signal: "SIGTERM" | "SIGKILL" | "0") => launch.signal(signal),
    };
    this.#stopping = new Stopping(target, command.onStep ?? (() => {}));
  }

  /**
   * Starts a process, in a process group of its own and with a pipe as stdin.
   *
   * @throws {StartError} `SpawnFailed`.
   */
  static async spawn(command: ProcessCommand): Promise<Process> {
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
      launch.watch(child.pid, command.ownFile ?? null);
      return new Process(child, launch, command);
    } catch (cause) {
      await launch.release();
      throw new StartError("SpawnFailed", `Cannot start ${command.command}: ${cause}`, { cause });
    }
  }

  /** Its process id. */
  get pid(): number {
    return this.#child.pid;
  }

  /** The last 50 lines of each of its outputs. */
  get output(): ProgramOutput {
    return { stdout: this.#stdout.lines, stderr: this.#stderr.lines };
  }

  /** Masks a secret from now on, in {@link output} and in its log: one that it gets after its start. */
  addSecret(secret: string): void {
    this.#stdout.addSecret(secret);
    this.#stderr.addSecret(secret);
    if (this.#stopped !== null) return;
    this.#options.sink?.addSecret?.(secret);
    this.#secretsOfLog.push(secret);
  }

  /** Takes back one {@link addSecret}. */
  deleteSecret(secret: string): void {
    this.#stdout.deleteSecret(secret);
    this.#stderr.deleteSecret(secret);
    const at = this.#secretsOfLog.indexOf(secret);
    if (at < 0) return;
    this.#options.sink?.deleteSecret?.(secret);
    this.#secretsOfLog.splice(at, 1);
  }

  /** Who enforces each of its limits; empty if nothing is limited. */
  get limits(): LimitsStatus {
    return this.#limitsStatus;
  }

  /** Resolves when it has ended of itself, or is to be stopped because of a limit. Never rejects. */
  get ended(): Promise<Ending> {
    return this.#ended ??= this.#ending();
  }

  /**
   * Whether {@link processes} can see now: `blind` while the guard that looks at processes does not answer, `none` on
   * other systems than Linux, or without a shell.
   */
  get sight(): Sight {
    return this.#launch.sight;
  }

  /**
   * It and what it has started, on Linux: its process group, and what has left that. Null if that cannot be known: on
   * other systems, or without a shell.
   *
   * @param maxAgeMs How old the answer may be, in milliseconds; one look at the machine serves all processes.
   */
  processes(maxAgeMs = 0): Promise<TreeProcess[] | null> {
    return this.#launch.processes(maxAgeMs);
  }

  /**
   * Memory in bytes and processor time in milliseconds of all its processes; null if that cannot be known.
   *
   * @param maxAgeMs As for {@link processes}.
   */
  async usage(maxAgeMs: number): Promise<{ memoryBytes: number; cpuMs: number } | null> {
    const processes = await this.processes(maxAgeMs);
    return processes && processes.reduce(
      ({ memoryBytes, cpuMs }, process) => ({
        memoryBytes: memoryBytes + process.residentBytes,
        cpuMs: cpuMs + process.cpuMs,
      }),
      { memoryBytes: 0, cpuMs: 0 },
    );
  }

  /** Whether it ends within that time, of itself. */
  async endsWithin(ms: number): Promise<boolean> {
    return await within(this.exited, ms) !== TIMED_OUT;
  }

  /**
   * Limits it and what it starts. Never rejects: {@link limits} says what is not enforced, and why.
   *
   * @param name Stands in the name of its control group.
   */
  async limit(name: string, limits: ProcessLimits): Promise<void> {
    const onViolation = (violation: Violation) => this.#violated.resolve(violation);
    this.#limits = AppliedLimits.apply(this, { service: name, limits, onViolation });
    this.#limitsStatus = (await this.#limits).status;
  }

  /** The limit, or lack of memory, that ended it; null if neither did. Call it before {@link stop}. */
  async violation(status: Deno.CommandStatus): Promise<Violation | null> {
    return await (await this.#limits)?.causeOfEnd(status) ?? null;
  }

  /**
   * Ends it and all that it has started: closes stdin, then SIGTERM, then SIGKILL. That is its process group, and on
   * Linux also what has left the group. Later calls get the first one's report.
   */
  stop(options: StopOptions = this.#options.stop ?? {}): Promise<StopReport> {
    return this.#stopped ??= this.#stop(options);
  }

  /** As {@link stop}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #stop(options: StopOptions): Promise<StopReport> {
    const report = await this.#stopping.run(options);
    this.#options.onStep?.(`It has ended after ${STEP_TEXTS[report.step]}: ${statusInWords(report.status)}`);
    await Promise.all([this.#stdout, this.#stderr].map((tail) => tail.finish(OUTPUT_GRACE_MS)));
    await this.#launch.release();
    await (await this.#limits)?.release();
    this.#options.onStopped?.();
    // Its output can still be asked for; its log is the next process's.
    for (const secret of this.#secretsOfLog.splice(0)) this.#options.sink?.deleteSecret?.(secret);
    return report;
  }

  async #ending(): Promise<Ending> {
    const end = await Promise.race([this.exited, this.violated]);
    if ("text" in end) return { isClean: false, cause: end.text };
    // What counted may be gone with the limits, if it is stopped at the same time.
    const violation = await this.violation(end).catch(() => null);
    const why = violation === null ? lastWords(this.output) : `; ${violation.text}`;
    const isClean = end.success || (end.signal !== null && ASKING_SIGNALS.has(end.signal));
    return { isClean, cause: `It ended with ${statusInWords(end)}${why}` };
  }
}

const STEP_TEXTS: Readonly<Record<StopReport["step"], string>> = {
  already: "no step of stopping",
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
