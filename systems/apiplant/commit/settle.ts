/** An append whose answer was lost: finds out whether it landed. */
import { type Clock, pause } from "@fluxwire/transport";
import type { Seq } from "../event/event.ts";
import { type AppendResult, type EventStorage, type LogDraft, StorageError } from "../storage/roles.ts";

const FIRST_WAIT_MS = 10;
const LAST_WAIT_MS = 1_000;

/** Where an append is done, and with what time. */
export interface Appending {
  readonly log: Pick<EventStorage, "append" | "read">;
  readonly clock: Clock;
  /** Called once, when the answer has been unknown for `patienceMs`. */
  readonly onUnsettled: () => void;
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

/**
 * Appends, and repeats the same append while its answer is lost: it lands directly behind `expected`, whole, or never. A
 * conflict is true only if the entries there are not ours. Rejects with a `StorageError` that is not `unavailable`.
 */
export async function appendSettled(
  expected: Seq,
  drafts: readonly LogDraft[],
  parts: Appending,
): Promise<AppendResult> {
  const { log, clock, signal } = parts;
  const since = clock.now();
  let lost = false, reported = false;
  for (let wait = FIRST_WAIT_MS;; wait = Math.min(wait * 2, LAST_WAIT_MS)) {
    try {
      const result = await log.append(expected, drafts, signal);
      if (result.ok || !lost) return result;
      return await landed(expected, drafts, log, signal) ? { ok: true, head: expected + drafts.length } : result;
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== "unavailable" || signal.aborted) throw error;
      lost = true;
    }
    if (!reported && clock.now() - since >= parts.patienceMs) {
      reported = true;
      parts.onUnsettled();
    }
    await sleep(clock, wait, signal);
  }
}

/** Whether the entries behind `expected` are those that were sent. A mixture is `corrupt`. */
async function landed(
  expected: Seq,
  drafts: readonly LogDraft[],
  log: Pick<EventStorage, "read">,
  signal: AbortSignal,
): Promise<boolean> {
  const { entries } = await log.read(expected + 1, drafts.length, 0, signal);
  const ours = entries.filter(({ id }, at) => id === drafts[at]?.id).length;
  if (ours === 0 || ours === entries.length) return ours > 0;
  throw new StorageError("corrupt", `An append at ${expected + 1} landed in part: ${ours} of ${drafts.length} events`);
}

/** Resolves after that many milliseconds; rejects with the signal's reason. */
export async function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, { signal, clock });
  signal.throwIfAborted();
}
