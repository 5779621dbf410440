/**
 * Runs one check, for no longer than it may take.
 *
 * @module
 */
import type { Check } from "../check.ts";
import { Bench, type BenchOptions } from "./bench.ts";
import { Recorder } from "./recorder.ts";
import type { CheckResult } from "./verdict.ts";
import { Gone, Late, NotApplicable, Violation } from "./violation.ts";

/** How one check is run. */
export interface RunCheckOptions extends Omit<BenchOptions, "recorder" | "signal"> {
  /** How long it may take, in milliseconds, unless it says so itself. */
  deadlineMs: number;
  /** Aborts the run. */
  signal: AbortSignal;
}

/** How a check ended; `isShaky` where time, or the end of a connection, was the cause. */
export interface Outcome {
  /** What came of it. */
  result: CheckResult;
  /** Whether it is worth another attempt, alone. */
  isShaky: boolean;
}

/**
 * Runs a check.
 *
 * @throws What is no verdict: the signal's reason, defects of ours.
 */
export async function runCheck(id: string, check: Check, options: RunCheckOptions): Promise<Outcome> {
  const { subject, layout } = options;
  const recorder = new Recorder();
  const deadlineMs = check.deadlineMs ?? options.deadlineMs;
  const controller = new AbortController();
  const late = new Late(`Expected it to end within ${deadlineMs} ms, found the driver silent`);
  const timer = setTimeout(() => controller.abort(late), deadlineMs);
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
  const isShaky = error instanceof Late || error instanceof Gone;
  const said = error instanceof Gone && subject.explain !== undefined
    ? await subject.explain(error.message)
    : error.message;
  const message = subject.secrets.mask(said);
  return { result: { ...result, verdict: error instanceof NotApplicable ? "skipped" : "failed", message }, isShaky };
}

/** What a check throws, or why it was ended; null where it passes. When its time is up, its connections end. */
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
