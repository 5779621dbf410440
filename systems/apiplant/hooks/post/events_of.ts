/** The events of one server in the log. */
import type { Event, Seq } from "../../event/event.ts";
import { fromEntry } from "../../event/text.ts";
import type { EventStorage } from "../../storage/roles.ts";

/** How many events that wait are kept in memory; further ones are read from the log when they run. */
export const MAX_KEPT = 1_000;
/** How many events of the log are read at once. */
const PAGE = 500;

/** What is needed of an event before its hook runs. */
export type Place = Pick<Event, "seq" | "kind" | "model" | "instance">;

/** The events that a server made behind a place, up to the head: the first ones whole. Rejects with a `StorageError`. */
export async function eventsOf(log: EventStorage, origin: string, behind: Seq): Promise<(Event | Place)[]> {
  const { head, first } = await log.info(), found: (Event | Place)[] = [];
  let seq = Math.max(behind, first - 1);
  while (seq < head) {
    const { entries } = await log.read(seq + 1, PAGE);
    for (const event of entries.map(fromEntry)) {
      if (event.origin === origin) found.push(found.length < MAX_KEPT ? event : placeOf(event));
    }
    seq = entries.at(-1)?.seq ?? head;
  }
  return found;
}

function placeOf({ seq, kind, model, instance }: Event): Place {
  return { seq, kind, model, instance };
}
