/**
 * Waits until an exporter takes calls.
 *
 * @module
 */
import { ConnectionError, pause } from "@fluxwire/transport";
import { CallError } from "./call_error.ts";
import type { Exporter, Status } from "./exporter.ts";

/** The hook before a session has failed: there will be none. */
export class HookFailed extends Error {
  /** The class's name. */
  override readonly name = "HookFailed";
}

/** What {@link untilReady} takes. */
export interface UntilReadyOptions {
  /**
   * Gives up when it aborts; the promise then rejects with its reason.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
  /**
   * How long to wait, in milliseconds; hooks may take minutes.
   *
   * @default {300000}
   */
  timeoutMs?: number;
}

const TIMEOUT_MS = 300_000;
/** Between two questions, in milliseconds. */
const POLL_MS = 100;
/** So many questions without an answer, one after the other, mean that the exporter is lost. */
const MAX_UNANSWERED = 20;
const WARNING = "[HOOK_WARNING] ";

/**
 * Waits until an exporter is ready for calls.
 *
 * @returns What its hook warns of; null for nothing.
 * @throws {HookFailed} With the exporter's text.
 * @throws {ConnectionError} `Timeout` if it takes too long, or the exporter does not answer any more.
 */
export async function untilReady(
  exporter: Exporter,
  { signal, timeoutMs = TIMEOUT_MS }: UntilReadyOptions = {},
): Promise<string | null> {
  const end = performance.now() + timeoutMs;
  for (let unanswered = 0;;) {
    const answer = await asked(exporter, signal);
    if (answer === "unknown") return null;
    unanswered = answer === null ? unanswered + 1 : 0;
    if (answer !== null) {
      const { status, message } = answer;
      if (status === "LEASE_READY") return message.startsWith(WARNING) ? message.slice(WARNING.length) : null;
      if (status === "BEFORE_LEASE_HOOK_FAILED") throw new HookFailed(message);
    }
    if (unanswered === MAX_UNANSWERED) throw late(`it has not answered ${MAX_UNANSWERED} times`);
    if (performance.now() > end) throw late(`it was not ready within ${timeoutMs} ms`);
    await pause(POLL_MS, { signal });
    signal?.throwIfAborted();
  }
}

/** The status; null without an answer in time, `unknown` from exporters without statuses. */
async function asked(exporter: Exporter, signal?: AbortSignal): Promise<Status | null | "unknown"> {
  try {
    return await exporter.status({ signal });
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    if (error.code === "UNIMPLEMENTED") return "unknown";
    if (error.code === "DEADLINE_EXCEEDED" || error.code === "UNAVAILABLE") return null;
    throw error;
  }
}

function late(problem: string): ConnectionError {
  return new ConnectionError("Timeout", `Cannot use the exporter: ${problem}`);
}
