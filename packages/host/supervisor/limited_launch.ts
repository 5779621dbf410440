/**
 * Adopts or starts a driver, and limits what it may use from its first moment on.
 *
 * @module
 */
import { type AdoptedDriver, adoptOrLaunch } from "../adopt.ts";
import { LaunchError } from "../launch_error.ts";
import type { LaunchedDriver } from "../launched_driver.ts";
import type { LogStore } from "../logs/mod.ts";
import { AppliedLimits, type LimitedProcess, type Violation } from "../resources/mod.ts";
import type { Service } from "../service.ts";

/** What a launch needs. */
export interface LimitedLaunchOptions {
  /** The token that a driver which is started gets, and one that is adopted is told. */
  token: string;
  /** Gets its output, and the steps of stopping it. */
  log: LogStore;
  /** Gives up when it aborts. */
  signal: AbortSignal;
}

/** A driver in use, and its limits. */
export interface LimitedDriver {
  /** The driver. */
  handle: LaunchedDriver | AdoptedDriver;
  /** Its limits, to be released when it is stopped; null where it was adopted. */
  limits: AppliedLimits | null;
  /** Resolves when the watchdog sees a limit passed. */
  violated: Promise<Violation>;
}

/**
 * As `adoptOrLaunch`, with the service's limits and its log.
 *
 * @throws {LaunchError} why it did not start; nothing of it is left. `OutOfMemory` and `Killed` where a limit is why.
 */
export async function launchLimited(
  service: Service,
  { token, log, signal }: LimitedLaunchOptions,
): Promise<LimitedDriver> {
  const violated = Promise.withResolvers<Violation>();
  const exceeded = new AbortController();
  let applying: Promise<AppliedLimits> | null = null as Promise<AppliedLimits> | null;
  const onViolation = (violation: Violation) => {
    violated.resolve(violation);
    exceeded.abort();
  };
  const onStarted = (process: LimitedProcess) => {
    applying = AppliedLimits.apply(process, { service: service.socketId, limits: service.limits, onViolation });
  };
  try {
    const handle = await adoptOrLaunch(service, {
      token,
      signal: AbortSignal.any([signal, exceeded.signal]),
      sink: log,
      onStarted,
      onStep: (text) => log.note("info", text),
    });
    return { handle, limits: await applying, violated: violated.promise };
  } catch (error) {
    const limits = await applying;
    const violation = await limits?.causeOfEnd(statusOf(error)) ?? null;
    await limits?.release();
    if (violation === null || signal.aborted) throw error;
    throw limitError(service.command, violation, error);
  }
}

/** How a process ended that did not start; one that was stopped did so without a signal of its own. */
function statusOf(error: unknown): Deno.CommandStatus {
  return (error instanceof LaunchError ? error.status : null) ?? { success: false, code: 1, signal: null };
}

function limitError(command: string | null, { code, text }: Violation, cause: unknown): LaunchError {
  return new LaunchError(
    code === "ProcessLimit" ? "Killed" : "OutOfMemory",
    `Cannot start ${command}: ${text}`,
    { hint: "raise the limit, or find out what it needs that much for", cause },
  );
}
