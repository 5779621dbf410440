/**
 * The states of a supervised service, and what each event makes of them: values in, values out, no time and no process.
 *
 * @module
 */
import { backoffMs } from "./backoff.ts";
import type { RestartSettings } from "./settings.ts";

/**
 * Where a service stands. `waiting`: it has failed, and is started again after a pause; `ended`: its restart policy
 * leaves it at that; `given-up`: it failed too often; `stopped`: it is not wanted to run.
 */
export type State = "stopped" | "starting" | "ready" | "waiting" | "stopping" | "ended" | "given-up";

/** One failure. */
export interface Failure {
  /** When, in milliseconds since 1970. */
  atMs: number;
  /** What happened, in a sentence. */
  cause: string;
}

/** All that decides what comes next. */
export interface Lifecycle {
  /** Where it stands. */
  readonly state: State;
  /** What follows `stopping`; null in every other state. */
  readonly then: "stopped" | "starting" | Failure | null;
  /** The failures within the window, oldest first. */
  readonly failures: readonly Failure[];
  /** How many failures there were since it was last well: what the next pause depends on. */
  readonly failuresInARow: number;
  /** How often it was started again, since the beginning. */
  readonly restarts: number;
  /** When the pause of `waiting` is over, in milliseconds since 1970; null in every other state. */
  readonly retryAtMs: number | null;
}

/** What happens to a service. The last three come from the supervisor's own timers and actions. */
export type LifecycleEvent =
  /** It is asked to run, not to run, or to begin anew. */
  | { type: "start" | "stop" | "restart" }
  /** It accepts connections and has answered. */
  | { type: "ready" }
  /** It could not be started; `isFinal` if it never can. `code` and `hint` are those of the error, if it has them. */
  | { type: "failed"; cause: string; isFinal?: boolean; code?: string; hint?: string }
  /** It has ended by itself; `isClean` if it ended on purpose, `isFinal` if it must not be started again. */
  | { type: "exited"; isClean: boolean; cause: string; isFinal?: boolean }
  /** It gives no sign of life. */
  | { type: "hung"; cause: string }
  /** The service has been stopped. */
  | { type: "gone" }
  /** The pause is over. */
  | { type: "retry" }
  /** It has been ready for long enough. */
  | { type: "well" };

/** What the supervisor must do. An action that sets the timer replaces what it was set to before. */
export type Action =
  | { type: "launch" }
  | { type: "stop" }
  | { type: "retryIn"; ms: number }
  | { type: "wellIn"; ms: number }
  | { type: "clearTimer" };

/** What an event leads to. */
export interface Transition {
  /** The service afterwards. */
  lifecycle: Lifecycle;
  /** What to do, in this order. */
  actions: readonly Action[];
}

/** What a transition depends on besides the event. */
export interface Circumstances {
  /** The time. */
  nowMs: number;
  /** Gives numbers from 0 to below 1. */
  random: () => number;
  /** How failures are met. */
  settings: RestartSettings;
}

/** A service that was not started yet. */
export const INITIAL: Lifecycle = {
  state: "stopped",
  then: null,
  failures: [],
  failuresInARow: 0,
  restarts: 0,
  retryAtMs: null,
};

/** What an event makes of a service. One that means nothing in its state changes nothing: it came too late. */
export function next(lifecycle: Lifecycle, event: LifecycleEvent, circumstances: Circumstances): Transition {
  switch (event.type) {
    case "start":
      return isRunning(lifecycle) ? unchanged(lifecycle) : begin(lifecycle);
    case "restart":
      return isIdle(lifecycle) ? begin(lifecycle) : begin({ ...lifecycle, restarts: lifecycle.restarts + 1 });
    case "stop":
      return end(lifecycle);
    case "ready":
      return lifecycle.state === "starting" ? becomeReady(lifecycle, circumstances) : unchanged(lifecycle);
    case "failed":
      return lifecycle.state === "starting" ? fail(lifecycle, event, circumstances) : unchanged(lifecycle);
    case "exited":
      if (lifecycle.state !== "ready") return unchanged(lifecycle);
      return event.isClean ? endCleanly(lifecycle, event.cause, circumstances) : fail(lifecycle, event, circumstances);
    case "hung":
      return lifecycle.state === "ready"
        ? stopThen({ atMs: circumstances.nowMs, cause: event.cause }, lifecycle)
        : unchanged(lifecycle);
    case "gone":
      return lifecycle.state === "stopping" ? afterStopping(lifecycle, circumstances) : unchanged(lifecycle);
    case "retry":
      return lifecycle.state === "waiting"
        ? launch({ ...lifecycle, restarts: lifecycle.restarts + 1 })
        : unchanged(lifecycle);
    case "well":
      return unchanged(lifecycle.state === "ready" ? { ...lifecycle, failures: [], failuresInARow: 0 } : lifecycle);
  }
}

function isRunning({ state, then }: Lifecycle): boolean {
  return state === "starting" || state === "ready" || (state === "stopping" && then !== "stopped");
}

/** Whether there is neither a process nor a wish for one. */
function isIdle({ state }: Lifecycle): boolean {
  return state === "stopped" || state === "ended" || state === "given-up";
}

function unchanged(lifecycle: Lifecycle): Transition {
  return { lifecycle, actions: [] };
}

function launch(lifecycle: Lifecycle): Transition {
  return { lifecycle: { ...lifecycle, state: "starting", then: null, retryAtMs: null }, actions: [{ type: "launch" }] };
}

/** A start that is asked for begins anew: earlier failures are forgotten. */
function begin(lifecycle: Lifecycle): Transition {
  const fresh = { ...lifecycle, failures: [], failuresInARow: 0 };
  if (lifecycle.state === "stopping") return unchanged({ ...fresh, then: "starting" });
  if (lifecycle.state === "starting" || lifecycle.state === "ready") return stopThen("starting", fresh);
  const { lifecycle: launching, actions } = launch(fresh);
  return { lifecycle: launching, actions: [{ type: "clearTimer" }, ...actions] };
}

function end(lifecycle: Lifecycle): Transition {
  if (lifecycle.state === "stopping") return unchanged({ ...lifecycle, then: "stopped" });
  if (lifecycle.state === "starting" || lifecycle.state === "ready") return stopThen("stopped", lifecycle);
  return { lifecycle: { ...lifecycle, state: "stopped", retryAtMs: null }, actions: [{ type: "clearTimer" }] };
}

function stopThen(then: Lifecycle["then"], lifecycle: Lifecycle): Transition {
  return { lifecycle: { ...lifecycle, state: "stopping", then }, actions: [{ type: "clearTimer" }, { type: "stop" }] };
}

function afterStopping(lifecycle: Lifecycle, circumstances: Circumstances): Transition {
  const { then } = lifecycle;
  if (then === "starting") return launch(lifecycle);
  if (then === "stopped" || then === null) return unchanged({ ...lifecycle, state: "stopped", then: null });
  return fail({ ...lifecycle, then: null }, then, circumstances);
}

function becomeReady(lifecycle: Lifecycle, { settings }: Circumstances): Transition {
  return {
    lifecycle: { ...lifecycle, state: "ready" },
    actions: [{ type: "wellIn", ms: settings.wellAfterMs }],
  };
}

/** A service that ends in peace, again and again, is started no faster than one that fails. */
function endCleanly(lifecycle: Lifecycle, cause: string, circumstances: Circumstances): Transition {
  if (circumstances.settings.policy === "permanent") return fail(lifecycle, { cause }, circumstances);
  return { lifecycle: { ...lifecycle, state: "ended" }, actions: [{ type: "clearTimer" }] };
}

function fail(
  lifecycle: Lifecycle,
  { cause, isFinal = false }: { cause: string; isFinal?: boolean },
  { nowMs, random, settings }: Circumstances,
): Transition {
  const recent = lifecycle.failures.filter(({ atMs }) => nowMs - atMs < settings.failureWindowMs);
  const failures = [...recent, { atMs: nowMs, cause }];
  const failuresInARow = lifecycle.failuresInARow + 1;
  const failed = { ...lifecycle, failures, failuresInARow };
  if (settings.policy === "temporary" && !isFinal) {
    return { lifecycle: { ...failed, state: "ended" }, actions: [{ type: "clearTimer" }] };
  }
  if (isFinal || failures.length >= settings.maxFailures) {
    return { lifecycle: { ...failed, state: "given-up" }, actions: [{ type: "clearTimer" }] };
  }
  const ms = backoffMs(failuresInARow, settings.backoff, random);
  return { lifecycle: { ...failed, state: "waiting", retryAtMs: nowMs + ms }, actions: [{ type: "retryIn", ms }] };
}
