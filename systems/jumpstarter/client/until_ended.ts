/**
 * Ends the session of a lease, and waits for the hook behind it.
 *
 * @module
 */
import { ConnectionError, pause } from "@fluxwire/transport";
import { CallError } from "./call_error.ts";
import type { Exporter } from "./exporter.ts";
import type { UntilReadyOptions } from "./until_ready.ts";

const TIMEOUT_MS = 300_000;
/** Between two questions, in milliseconds. */
const POLL_MS = 100;
const WARNING = "[HOOK_WARNING] ";

/**
 * Ends a session, and waits until its hook has ended. An exporter that has gone meanwhile has ended it.
 *
 * @returns What the hook warns of, or why it failed; null for nothing.
 */
export async function untilEnded(
  exporter: Exporter,
  { signal, timeoutMs = TIMEOUT_MS }: UntilReadyOptions = {},
): Promise<string | null> {
  const end = performance.now() + timeoutMs;
  try {
    if (!(await exporter.endSession({ signal })).success) return null;
    while (performance.now() < end && signal?.aborted !== true) {
      const { status, message } = await exporter.status({ signal });
      if (status === "AFTER_LEASE_HOOK_FAILED") return message;
      if (status === "AVAILABLE") return message.startsWith(WARNING) ? message.slice(WARNING.length) : null;
      await pause(POLL_MS, { signal });
    }
    return signal?.aborted ? null : `the session has not ended within ${timeoutMs} ms`;
  } catch (error) {
    if (signal?.aborted || error instanceof ConnectionError || error instanceof CallError) return null;
    throw error;
  }
}
