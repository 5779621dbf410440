/** Compaction of a log that is not in files: its beginning is deleted, once nothing needs it any more. */
import { Refusal } from "../commit/refusal.ts";
import type { Seq } from "../event/event.ts";
import { fromEntry } from "../event/text.ts";
import { postHookOf } from "../hooks/runner.ts";
import { erasedPlace } from "../personal/erased_register.ts";
import type { EventStorage, ModelStorage } from "../storage/roles.ts";
import { takeSnapshot } from "./snapshots.ts";

const PAGE = 1_000;

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
 * @throws {Refusal} `validation` if the storage or the place does not allow it, `referenced` while events before the place have
 * post hooks or erasures that are not done.
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
  await requireDone(event, model, first, before);
  if (event.snapshots !== undefined) await event.snapshots.put(seq, model.dump());
  else if (!shared) await takeSnapshot(model, snapshots);
  else throw new Refusal("not_found", "Other servers of this log could not go on: it keeps no snapshots for them");
  await event.trim(before);
}

/** Refuses while something that has its place in the log is behind the place. */
async function requireDone(event: EventStorage, model: ModelStorage, first: Seq, before: Seq): Promise<void> {
  const erasures = await erasedPlace(event), cursors = new Map<string, Seq>(), hooked = new Map<string, Set<string>>();
  const cursorOf = async (origin: string): Promise<Seq> => {
    const register = await event.getRegister(`post/${origin}`);
    const cursor = register === null ? before : (JSON.parse(register.value) as { seq: Seq }).seq;
    cursors.set(origin, cursor);
    return cursor;
  };
  for (const { definition: { id } } of await model.models()) {
    const hooks = (await model.hooks(id)).filter(({ options }) => options.enabled !== false);
    hooked.set(id, new Set(hooks.map(({ hook }) => hook)));
  }
  for (let from = first; from < before;) {
    const { entries } = await event.read(from, Math.min(PAGE, before - from));
    for (const one of entries.map(fromEntry)) {
      const hook = postHookOf(one.kind);
      if (hook !== null && hooked.get(one.model)?.has(hook)) {
        const cursor = cursors.get(one.origin) ?? await cursorOf(one.origin);
        if (cursor < one.seq) throw waits(`the post hook of event ${one.seq} has not run for the last time`, one.seq);
      }
      const erases = one.kind === "instance.erased" || one.kind === "model.deleted";
      if (erases && erasures !== null && erasures.erased < one.seq) {
        throw waits(`the keys of the erasure at ${one.seq} are not deleted yet`, one.seq);
      }
    }
    from += entries.length;
    if (entries.length === 0) return;
  }
}

function waits(what: string, seq: Seq): Refusal {
  return new Refusal("referenced", `The log is needed from ${seq} on: ${what}`, { first: seq });
}

function wrong(path: string, message: string): Refusal {
  const problem = { path, code: "max", message: `\`${path.slice(1)}\` ${message}` };
  return new Refusal("validation", problem.message, [problem]);
}
