/**
 * Runs one check within its time limit.
 *
 * @module
 */
import type { Check } from "../check.ts";
import { Bench, type BenchOptions } from "./bench.ts";
import { Recorder } from "./recorder.ts";
import type { CheckResult } from "./verdict.ts";
import { ConnectionLost, NotApplicable, TimeoutViolation, Violation } from "./violation.ts";

/** How to run one check. */
export interface RunCheckOptions extends Omit<BenchOptions, "recorder" | "signal"> {
  /** How long it may take, in milliseconds, unless the check has a limit of its own. */
  deadlineMs: number;
  /** Aborts the run. */
  signal: AbortSignal;
}

/** How a check ended; `isShaky` if the cause was time, or the end of a connection. */
export interface Outcome {
  /** The verdict and its reason. */
  result: CheckResult;
  /** Whether to try it again, alone. */
  isShaky: boolean;
}

/**
 * Runs a check.
 *
 * @throws The signal's reason, and defects of Fluxwire.
 */
export async function runCheck(id: string, check: Check, options: RunCheckOptions): Promise<Outcome> {
  const { subject, layout } = options;
  const recorder = new Recorder();
  const deadlineMs = check.deadlineMs ?? options.deadlineMs;
  const controller = new AbortController();
  const timeout = new TimeoutViolation(`Expected it to end within ${deadlineMs} ms, found the driver silent`);
  const timer = setTimeout(() => controller.abort(timeout), deadlineMs);
  const signal = AbortSignal.any([controller.signal, options.signal]);
  const bench = new Bench({ ...options, recorder, signal });
  const start = performance.now();
  const error = await endOf(check, bench, signal);
  clearTimeout(timer);
  const ms = Math.round((performance.now() - start) * 1_000) / 1_000;
  bench.close({ isSpoiled: error !== null && !(error instanceof NotApplicable) });
  options.signal.throwIfAborted();
  const { section, suite, text } = check;
  const result = {
    id,
    section,
    suite,
    text,
    layout,
    ms,
    frames: recorder.frames(subject.secrets),
    omittedFrames: recorder.omitted,
  };
  if (error === null) return { result: { ...result, verdict: "passed" }, isShaky: false };
  if (!(error instanceof Violation || error instanceof NotApplicable)) throw error;
  const isShaky = error instanceof TimeoutViolation || error instanceof ConnectionLost;
  const explained = error instanceof ConnectionLost && subject.explain !== undefined
    ? await subject.explain(error.message)
    : error.message;
  const message = subject.secrets.mask(explained);
  return { result: { ...result, verdict: error instanceof NotApplicable ? "skipped" : "failed", message }, isShaky };
}

/** The error that ended a check; null if it passed. When its time is up, its connections are closed. */
async function endOf(check: Check, bench: Bench, signal: AbortSignal): Promise<unknown> {
  const running = Promise.try(() => check.run(bench)).then(() => null, (error: unknown) => error);
  try {
    const error = await bench.within(running);
    return signal.aborted ? signal.reason : error;
  } catch (reason) {
    bench.close({ isSpoiled: true });
    await running;
    return reason;
  }
}
