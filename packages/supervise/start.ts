/**
 * Starts a program and waits until it is ready, as the caller defines it; explains why it is not.
 *
 * @module
 */
import { LIFELINE_VARIABLE, MAX_TIMER_MS } from "@fluxwire/transport";
import { declaredSecrets } from "./declared_secrets.ts";
import { programEnvironment } from "./environment.ts";
import { PLAIN_DIAGNOSIS } from "./failure/diagnosis.ts";
import type { ProgramCommand } from "./failure/program.ts";
import type { Violation } from "./limits/limit_status.ts";
import { Process, type ProcessCommand } from "./process.ts";
import { StartError } from "./start_error.ts";
import type { StartOptions } from "./start_options.ts";

/** How long a program may take to become ready, in milliseconds, unless options say otherwise. */
export const DEFAULT_STARTUP_TIMEOUT_MS = 5_000;

/** Why waiting for a program has ended before it was ready. */
type Reason = "late" | "exited" | "violated";

/**
 * Starts a program and waits until it is ready.
 *
 * It gets a pipe as stdin and `FLUXWIRE_LIFELINE=stdin`, so that a program that watches its lifeline ends with this one.
 *
 * @returns Its process, which must be stopped.
 * @throws {StartError} why it did not start: any of `START_ERROR_CODES`, or a code of `isTaken` or of the diagnosis.
 * Nothing of it is left. `OutOfMemory` and `Killed` also stand for a limit that it reached.
 * @throws {RangeError} for a time that no timer can have, and for what is no SHA-256.
 * @example
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { start } from "@fluxwire/supervise";
 *
 * await using process = await start({ command: "sleep", args: ["60"], ready: () => Promise.resolve() });
 * const { step } = await process.stop({ stdinGraceMs: 0 });
 * equal(step, "SIGTERM");
 * ```
 */
export async function start(options: StartOptions): Promise<Process> {
  const { limits = {}, signal } = options;
  const timeoutMs = checkTimeout(options.startupTimeoutMs ?? DEFAULT_STARTUP_TIMEOUT_MS);
  const program = programOf(options);
  signal?.throwIfAborted();
  const file = await checkedFile(program, options.sha256 ?? null);
  const taken = await options.isTaken?.() ?? null;
  if (taken !== null) throw new StartError(taken.code, `Cannot start ${options.command}: ${taken.what}`, taken);
  const startedAt = performance.now();
  const process = await spawn(program, commandOf(options, { ...program, command: file }));
  const limiting = process.limit(options.name ?? options.command, limits);
  const giveUp = new AbortController();
  const giveUpFor = (reason: Reason) => giveUp.abort(reason);
  const timer = setTimeout(() => giveUpFor("late"), timeoutMs);
  process.exited.then(() => giveUpFor("exited"));
  process.violated.then(() => giveUpFor("violated"));
  try {
    await options.ready(process, signal ? AbortSignal.any([signal, giveUp.signal]) : giveUp.signal);
    await limiting;
    return process;
  } catch (thrown) {
    const isOver = signal?.aborted ?? false;
    const error: unknown = isOver ? signal!.reason : giveUp.signal.aborted ? giveUp.signal.reason : thrown;
    // Loaded when a program fails: what explains failures costs start-up time.
    const { causeOfSilence, endedError, explained } = await import("./failure/explain.ts");
    const diagnosis = await options.diagnosis?.() ?? PLAIN_DIAGNOSIS;
    // This must happen while it runs: a stopped program cannot be examined.
    const silence = error === "late" ? await causeOfSilence(process, timeoutMs, diagnosis) : null;
    const ownEnd = error === "exited" ? await process.exited : null;
    await limiting;
    const violation = isOver || Object.keys(limits).length === 0 ? null : await process.violation(ownEnd ?? NO_END);
    const { output } = process, { status } = await process.stop();
    if (violation !== null) throw limitError(options.command, violation, error);
    if (error === "exited") {
      throw await endedError(program, process, { status, ageMs: performance.now() - startedAt, diagnosis });
    }
    if (silence !== null) throw explained(`Cannot start ${options.command}`, silence, { output, status: null });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Stands for the end of a process that was stopped: it names no signal, and so no limit. */
const NO_END: Deno.CommandStatus = { success: false, code: 1, signal: null };

function programOf({ command, cwd = null, env = {}, plainEnv = {}, environment }: StartOptions): ProgramCommand {
  const declared = { ...env, ...plainEnv };
  return { command, cwd, env: { ...programEnvironment(declared, environment), [LIFELINE_VARIABLE]: "stdin" } };
}

function commandOf(
  { args = [], env = {}, secrets = [], log, stop, ownFile = null }: StartOptions,
  program: ProgramCommand,
): ProcessCommand {
  const masked = [...secrets, ...declaredSecrets(env)];
  for (const secret of masked) log?.addSecret(secret);
  return {
    ...program,
    args,
    ownFile,
    stop,
    secrets: masked,
    sink: log,
    onStep: (text) => log?.note("info", text),
    onStopped: () => masked.forEach((secret) => log?.deleteSecret(secret)),
  };
}

/** What to start: the command as it is, or the file whose digest was checked. */
async function checkedFile(program: ProgramCommand, sha256: string | null): Promise<string> {
  if (sha256 === null) return program.command;
  const [{ findProgram }, { checkDigest }] = await Promise.all([
    import("./failure/program.ts"),
    import("./digest.ts"),
  ]);
  const path = findProgram(program);
  await checkDigest(program.command, path, sha256);
  return path!;
}

/** Starts it; if that fails, the error is about the program as the caller has named it. */
async function spawn(named: ProgramCommand, command: ProcessCommand): Promise<Process> {
  try {
    return await Process.spawn(command);
  } catch (thrown) {
    command.onStopped?.();
    const { spawnError } = await import("./failure/spawn.ts");
    throw await spawnError(named, thrown);
  }
}

function checkTimeout(ms: number): number {
  if (ms >= 1 && ms <= MAX_TIMER_MS) return ms;
  throw new RangeError(`Cannot start a program: startupTimeoutMs ${ms} is not from 1 to ${MAX_TIMER_MS}`);
}

function limitError(command: string, { code, text }: Violation, cause: unknown): StartError {
  return new StartError(
    code === "ProcessLimit" ? "Killed" : "OutOfMemory",
    `Cannot start ${command}: ${text}`,
    { hint: "raise the limit, or find out what it needs that much for", cause },
  );
}
