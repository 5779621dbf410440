/** Snapshots of a server: what it starts from, and new ones as the log grows. */
import type { Seq } from "../event/event.ts";
import type { EventStorage, ModelStorage } from "../storage/roles.ts";
import { listSnapshots, removeUnfinished, type Snapshot, writeSnapshot } from "../storage/snapshot/snapshot.ts";
import { loadNewestSnapshot } from "../storage/snapshot/use_snapshot.ts";
import type { Core } from "./core.ts";
import { ServerError } from "./exit.ts";

/** After how many events a new snapshot is written. */
const SNAPSHOT_EVENTS = 100_000;
/** How many snapshots are kept. */
const KEPT = 3;

/** What models are brought to their place with. */
export interface ModelParts {
  readonly event: EventStorage;
  readonly model: ModelStorage;
  /** The folder of the snapshots. */
  readonly folder: string;
  /** Whether the models are made from the log alone. A compacted log needs a snapshot anyway. */
  readonly isRebuilt: boolean;
  readonly warn: (text: string) => void;
}

/**
 * Brings a model storage that has nothing, or less than the log still has, to the place of the newest good snapshot.
 *
 * @returns That place, or `null` if no snapshot was used.
 * @throws {ServerError} `logDamaged` if the log was compacted, and no good snapshot has the events before it.
 */
export async function startFromSnapshot({ event, model, folder, isRebuilt, warn }: ModelParts): Promise<Seq | null> {
  const { logId, first, head } = await event.info();
  if (isRebuilt) await model.reset(logId);
  const state = await model.state();
  // Models of another log are left to the check that refuses them.
  if (state.logId !== null && state.logId !== logId) return null;
  const isReachable = state.seq + 1 >= first;
  if (isReachable && (isRebuilt || state.seq > 0)) return null;
  const seq = await loadNewestSnapshot(model, folder, { logId, head }, warn);
  if (isReachable || (seq !== null && seq + 1 >= first)) return seq;
  const shared = await event.snapshots?.newest() ?? null;
  if (shared !== null && shared.seq + 1 >= first) {
    await model.load(shared.lines);
    return shared.seq;
  }
  throw new ServerError(
    "logDamaged",
    `The log starts at ${first}, and no good snapshot in ${folder} has the events before`,
    { remedy: "restore a backup into an empty data folder" },
  );
}

/** Writes a snapshot, and removes all but the newest ones. */
export async function takeSnapshot(model: ModelStorage, folder: string): Promise<Snapshot> {
  const snapshot = await writeSnapshot(model, folder);
  for (const { path } of (await listSnapshots(folder)).slice(KEPT)) {
    await Deno.remove(path).catch((error) => {
      // Another snapshot, that was finished at the same time, has removed it.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
  return snapshot;
}

/** Writes a snapshot each time that `every` events were applied, until the signal aborts. It never rejects. */
export async function keepSnapshots(
  core: Pick<Core, "applied" | "state">,
  { model, folder, every = SNAPSHOT_EVENTS, warn, signal }: {
    model: ModelStorage;
    folder: string;
    every?: number;
    warn: (text: string) => void;
    signal: AbortSignal;
  },
): Promise<void> {
  let last = 0;
  const warnOf = (error: unknown) => {
    last = core.state.seq;
    const reason = error instanceof Error ? error.message : String(error);
    warn(`Cannot write a snapshot: ${reason}; the next one is due in ${every} events`);
  };
  try {
    await removeUnfinished(folder);
    last = (await listSnapshots(folder))[0]?.seq ?? 0;
  } catch (error) {
    warnOf(error);
  }
  while (true) {
    try {
      await core.applied(last + every, signal);
    } catch {
      return;
    }
    try {
      last = (await takeSnapshot(model, folder)).seq;
    } catch (error) {
      warnOf(error);
    }
  }
}
