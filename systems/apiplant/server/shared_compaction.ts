/** Compaction of a log that is not in files: its beginning is deleted, once nothing needs it any more. */
import { Refusal } from "../commit/refusal.ts";
import type { Seq } from "../event/event.ts";
import type { EventStorage, ModelStorage } from "../storage/roles.ts";
import { requireDone } from "./needed_events.ts";
import { takeSnapshot } from "./snapshots.ts";

/** What is compacted. */
export interface CompactedParts {
  readonly event: EventStorage;
  readonly model: ModelStorage;
  /** The folder of this server's own snapshots. */
  readonly snapshots: string;
}

/**
 * Deletes the entries before a place. A snapshot beside the log, or in this server's folder if no other server has the log, has
 * what they made.
 *
 * @throws {Refusal} `validation` if the storage or the place does not allow it, `referenced` while events before the place are
 * needed.
 */
export async function compactShared(parts: CompactedParts, before: Seq, remove: boolean): Promise<void> {
  const { event, model, snapshots } = parts;
  const { first, shared, durable } = await event.info(), { seq } = await model.state();
  if (event.trim === undefined || durable === "none") {
    throw new Refusal("not_found", "The log of this server cannot be compacted");
  }
  if (!remove) throw wrong("/delete", "must be true: this log has no archive, and its beginning is deleted");
  if (before > seq) throw wrong("/before", `must be at most ${seq}, the place of the models`);
  if (before <= first) return;
  await requireDone(parts, first, before);
  if (event.snapshots !== undefined) await event.snapshots.put(seq, model.dump());
  else if (!shared) await takeSnapshot(model, snapshots);
  else throw new Refusal("not_found", "Other servers of this log could not go on: it keeps no snapshots for them");
  await event.trim(before);
}

function wrong(path: string, message: string): Refusal {
  const problem = { path, code: "max", message: `\`${path.slice(1)}\` ${message}` };
  return new Refusal("validation", problem.message, [problem]);
}
