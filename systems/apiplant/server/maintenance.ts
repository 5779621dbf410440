/** What an operator asks of a server that runs: a snapshot, a shorter log, a backup. */
import { Refusal } from "../commit/refusal.ts";
import type { Seq } from "../event/event.ts";
import type { Maintaining } from "../http/maintenance.ts";
import { backup } from "../storage/backup/backup.ts";
import { FileEventStorage } from "../storage/file/event_storage.ts";
import { type EventStorage, type ModelStorage, StorageError } from "../storage/roles.ts";
import type { Snapshot } from "../storage/snapshot/snapshot.ts";
import { compactLog } from "../storage/snapshot/use_snapshot.ts";
import { requireDone } from "./needed_events.ts";
import { compactShared } from "./shared_compaction.ts";
import { takeSnapshot } from "./snapshots.ts";

/** What is maintained. */
export interface MaintainedParts {
  readonly event: EventStorage;
  readonly model: ModelStorage;
  /** The folder of the files that instances have. */
  readonly files: string;
  /** The folder of the snapshots. */
  readonly snapshots: string;
}

/** The work on the storages of a server that keeps its snapshots in a folder. */
export class Maintenance implements Maintaining {
  readonly #parts: MaintainedParts;

  /** Works on these. */
  constructor(parts: MaintainedParts) {
    this.#parts = parts;
  }

  async snapshot(): Promise<Snapshot> {
    const { event, model, snapshots } = this.#parts;
    if ((await event.info()).durable !== "none") return await takeSnapshot(model, snapshots);
    throw new Refusal("not_found", "The log ends with the process: a snapshot of it would be of no use");
  }

  async compact(before: Seq, remove: boolean): Promise<{ first: Seq; head: Seq }> {
    const { event } = this.#parts;
    if (!(event instanceof FileEventStorage)) {
      await compactShared(this.#parts, before, remove);
      const { first, head } = await event.info();
      return { first, head };
    }
    const log = event, { first: oldest } = log.info();
    await requireDone(this.#parts, oldest, before);
    try {
      await compactLog(log, this.#parts.snapshots, { before, remove });
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== "invalid") throw error;
      throw new Refusal("validation", error.message, [{ path: "/before", code: "max", message: error.message }]);
    }
    const { first, head } = log.info();
    return { first, head };
  }

  async backup(onlyBehindSnapshot: boolean): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const log = this.#files();
    return backup(log, {
      snapshot: await this.snapshot(),
      onlyBehindSnapshot,
      files: this.#parts.files,
      now: Date.now(),
    });
  }

  #files(): FileEventStorage {
    const { event } = this.#parts;
    if (event instanceof FileEventStorage) return event;
    throw new Refusal("not_found", "The log of this server is not in files: use the means of its own storage");
  }
}
