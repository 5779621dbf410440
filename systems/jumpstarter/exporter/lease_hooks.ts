/**
 * The hooks around a lease, with the statuses that clients and controllers see.
 *
 * @module
 */
import type { ExporterConfig, HookConfig } from "../config/exporter_config.ts";
import { ExporterStatus, LogSource } from "../generated/jumpstarter/v1/common_pb.ts";
import { type HookLease, runHook } from "./hook.ts";
import type { ExporterLog } from "./log.ts";

/** What an exporter does before a lease is ready, and behind it. */
export type Hooks = NonNullable<ExporterConfig["hooks"]>;

/** What hooks run with. */
export interface LeaseHooks {
  /** The scripts. */
  readonly hooks: Hooks;
  /** Gets their lines. */
  readonly log: ExporterLog;
  /** Where they reach the devices. */
  readonly socket: string;
  /** What they are run for. */
  readonly lease: HookLease;
  /** Takes each status. */
  report(status: ExporterStatus, message: string): void;
}

/** What follows a hook: go on, give no session, or end the exporter. */
export type HookOutcome = "done" | "failed" | "exit";

/** A status with its message. */
export interface StatusText {
  /** The status. */
  readonly status: ExporterStatus;
  /** More about it. */
  readonly message: string;
}

/** The status of a lease that is ready. */
export const READY: StatusText = { status: ExporterStatus.LEASE_READY, message: "Ready for commands" };

/** The status of an exporter that is free. */
export const FREE: StatusText = { status: ExporterStatus.AVAILABLE, message: "Available for new lease" };

/** What a message begins with that clients show as a warning. */
const WARNING = "[HOOK_WARNING] ";

/**
 * Runs the hook before a lease. Its last status is LEASE_READY, or BEFORE_LEASE_HOOK_FAILED.
 *
 * @param signal Stops the script.
 * @param isOver Whether the lease has ended meanwhile; it is then not ready any more.
 */
export async function runBefore(
  setup: LeaseHooks,
  signal: AbortSignal,
  isOver: () => boolean = () => false,
): Promise<HookOutcome> {
  const { hooks: { beforeLease: hook }, report } = setup;
  if (hook === undefined) {
    report(READY.status, READY.message);
    return "done";
  }
  report(ExporterStatus.BEFORE_LEASE_HOOK, "Running beforeLease hook");
  const failure = await run(setup, hook, LogSource.BEFORE_LEASE_HOOK, signal);
  if (isOver()) return "done";
  if (failure === null || signal.aborted) {
    report(READY.status, READY.message);
    return "done";
  }
  if (hook.onFailure === "warn") {
    report(READY.status, `${WARNING}beforeLease hook warning: ${failure}`);
    return "done";
  }
  report(ExporterStatus.BEFORE_LEASE_HOOK_FAILED, `beforeLease hook failed (on_failure=${wordsOf(hook)}): ${failure}`);
  return hook.onFailure === "exit" ? "exit" : "failed";
}

/** Runs the hook behind a lease. Its last status is AVAILABLE, or AFTER_LEASE_HOOK_FAILED. */
export async function runAfter(setup: LeaseHooks): Promise<HookOutcome> {
  const { hooks: { afterLease: hook }, report } = setup;
  let { message } = FREE;
  if (hook !== undefined) {
    report(ExporterStatus.AFTER_LEASE_HOOK, "Running afterLease hooks");
    const failure = await run(setup, hook, LogSource.AFTER_LEASE_HOOK, new AbortController().signal);
    if (failure !== null && hook.onFailure !== "warn") {
      const text = `afterLease hook failed (on_failure=${wordsOf(hook)}): ${failure}`;
      report(ExporterStatus.AFTER_LEASE_HOOK_FAILED, text);
      return hook.onFailure === "exit" ? "exit" : "failed";
    }
    if (failure !== null) message = `${WARNING}afterLease hook warning: ${failure}`;
  }
  report(FREE.status, message);
  return "done";
}

function wordsOf({ onFailure }: HookConfig): string {
  return onFailure === "exit" ? "exit, shutting down" : "endLease";
}

/** Runs a hook; what failed is a record of its source. */
async function run(
  { log, socket, lease }: LeaseHooks,
  hook: HookConfig,
  source: LogSource,
  signal: AbortSignal,
): Promise<string | null> {
  const name = source === LogSource.BEFORE_LEASE_HOOK ? "beforeLease" : "afterLease";
  log.add("INFO", `Running the ${name} hook`);
  const failure = await runHook(hook, { log, source, socket, lease, signal });
  if (failure === null) log.add("INFO", `The ${name} hook has ended`);
  else if (!signal.aborted) log.add("WARNING", failure, source);
  return failure;
}
