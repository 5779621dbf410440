/** Notes in a log that keys have changed, by a program that is no server. */
import type { Draft } from "../../event/event.ts";
import { fromEntry, toEntry } from "../../event/text.ts";
import type { Json } from "../../json/json.ts";
import type { EventStorage } from "../../storage/roles.ts";

/** What events name that note changes of keys. */
export const KEYS = "keys";
const MAX_ATTEMPTS = 20;

/** Appends the event `config.updated`, for servers to read their keys anew. Rejects with a `StorageError`. */
export async function noteKeys(
  log: EventStorage,
  { name, payload, newId, now }: { name: string; payload: Json; newId: () => string; now: number },
): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const { head, first } = await log.info(), time = new Date(now).toISOString();
    const last = head < first ? undefined : (await log.read(head, 1)).entries[0];
    const before = last === undefined ? time : fromEntry(last).at, at = before > time ? before : time;
    const place = head + 1, commit = [place, place] as const;
    const draft: Draft = {
      id: newId(),
      at,
      kind: "config.updated",
      model: KEYS,
      instance: name,
      payload,
      commit,
      actor: "operator",
      origin: "operator",
      v: 1,
    };
    if ((await log.append(head, [toEntry(draft)])).ok) return;
  }
  throw new Error("Others append without a pause: the keys are changed, and servers know it within 5 seconds");
}
