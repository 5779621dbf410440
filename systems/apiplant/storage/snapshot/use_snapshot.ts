/** What snapshots are for: a start without the whole log, and a log without its beginning. */
import type { Seq } from "../../event/event.ts";
import type { FileEventStorage } from "../file/event_storage.ts";
import { type ModelStorage, StorageError } from "../roles.ts";
import { listSnapshots, readSnapshot, verifySnapshot } from "./snapshot.ts";

/**
 * Loads the newest good snapshot of a log into a model storage.
 *
 * @param log The log's id and head: snapshots of other logs and behind the head are not used.
 * @param warn Gets a sentence for each snapshot that is skipped.
 * @returns Its place, or `null` if there is no good one; the model storage is unchanged then.
 */
export async function loadNewestSnapshot(
  models: ModelStorage,
  folder: string,
  log: { readonly logId: string; readonly head: Seq },
  warn: (message: string) => void,
): Promise<Seq | null> {
  for (const { seq, path } of await listSnapshots(folder)) {
    try {
      const place = await verifySnapshot(path);
      if (place.logId !== log.logId) {
        warn(`The snapshot ${path} is of the log ${place.logId}, not ${log.logId}: skipped`);
      } else if (place.seq > log.head) {
        warn(`The snapshot ${path} is at ${place.seq}, the log ends at ${log.head}: skipped`);
      } else {
        await models.load(readSnapshot(path));
        return seq;
      }
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== "corrupt") throw error;
      warn(error.message);
    }
  }
  return null;
}

/**
 * Compacts a log: segments whose events are all before `before` go to the folder `archive`, or are deleted.
 *
 * @throws {StorageError} `invalid` unless a good snapshot has all events before `before`: without it they could not be replayed.
 */
export async function compactLog(
  log: FileEventStorage,
  snapshots: string,
  { before, remove }: { before: Seq; remove: boolean },
): Promise<void> {
  const { logId } = log.info();
  for (const { path } of await listSnapshots(snapshots)) {
    const place = await verifySnapshot(path).catch((error) => {
      if (error instanceof StorageError) return null;
      throw error;
    });
    if (place?.logId === logId && place.seq >= before - 1) return await log.compact(before, remove);
  }
  throw new StorageError("invalid", `No good snapshot has the events before ${before}: make a snapshot first`);
}
