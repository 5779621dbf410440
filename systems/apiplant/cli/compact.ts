/**
 * `fluxwire apiplant compact`: takes the beginning away from a log that a snapshot has.
 *
 * @module
 */
import { EXIT, UsageError } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { Refusal } from "../commit/refusal.ts";
import type { Seq } from "../event/event.ts";
import { type NeedingParts, requireDone } from "../server/needed_events.ts";
import { StorageError } from "../storage/roles.ts";
import { compactLog } from "../storage/snapshot/use_snapshot.ts";
import { withOffline } from "./offline.ts";

/** Moves the segments whose events are all before `--before` to the archive, or deletes them with `--delete`. */
export function run(context: VerbContext): Promise<number> {
  const { flags, output } = context;
  const text = flags.text("before") ?? "", before = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(before) || before < 1) {
    throw new UsageError("--before must be the place of the first event that stays, such as --before 100001");
  }
  return withOffline(context, async (offline) => {
    const log = await offline.log();
    await requireUnneeded({ event: log, model: await offline.models(log, false) }, log.info().first, before);
    await compactLog(log, offline.snapshots, { before, remove: flags.has("delete") });
    const { first, head } = log.info();
    if (output.isJson) output.json({ first, head });
    else output.line(`the log has the events ${first} to ${head}`);
    return EXIT.done;
  });
}

async function requireUnneeded(parts: NeedingParts, first: Seq, before: Seq): Promise<void> {
  try {
    await requireDone(parts, first, before);
  } catch (error) {
    throw error instanceof Refusal ? new StorageError("invalid", error.message, { cause: error }) : error;
  }
}
