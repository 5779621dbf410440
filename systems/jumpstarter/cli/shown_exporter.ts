/**
 * An exporter that runs, as a shell shows it.
 *
 * @module
 */
import { CommandError, EXIT } from "@fluxwire/command";
import type { Flags } from "@fluxwire/command/program";
import type { Exporter } from "../client/exporter.ts";
import { FollowedLog } from "../client/followed_log.ts";
import { HookFailed, untilReady } from "../client/until_ready.ts";

/** The labels of an exporter, as `JMP_EXPORTER_LABELS` has them. */
export function labelsOf({ labels }: Exporter): string {
  return Object.entries(labels).map((pair) => pair.join("=")).join(",");
}

/**
 * Shows what an exporter says to people, and its log, and waits until it takes calls.
 *
 * @returns Its log, which is shown until it is disposed.
 * @throws {CommandError} `HookFailed` if the exporter gives no session.
 */
export async function shownUntilReady(exporter: Exporter, flags: Flags, signal: AbortSignal): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  if (exporter.motd !== "") console.error(exporter.motd);
  const log = stack.use(shownLog(exporter, flags.has("exporter-logs"), signal));
  const warning = await ready(exporter, signal);
  await log.caughtUp();
  if (warning !== null) console.error(`Warning: ${warning}`);
  return stack.move();
}

async function ready(exporter: Exporter, signal: AbortSignal): Promise<string | null> {
  try {
    return await untilReady(exporter, { signal });
  } catch (error) {
    if (!(error instanceof HookFailed)) throw error;
    throw new CommandError("HookFailed", `The exporter cannot be used: ${error.message}`, EXIT.driverError);
  }
}

/** Shows the lines of hooks, and all others if asked to, until it is disposed. */
function shownLog(exporter: Exporter, isAll: boolean, signal: AbortSignal): FollowedLog {
  return new FollowedLog(
    exporter,
    ({ severity, source, message }) => {
      if (source.endsWith("_LEASE_HOOK")) console.error(message);
      else if (isAll) console.error(`${severity}: ${message}`);
    },
    (error) => console.error(`Cannot show the exporter's log: ${error.message}`),
    signal,
  );
}
