/** Which events a model storage still has to apply. */
import type { Event, Seq } from "../../event/event.ts";
import { StorageError } from "../roles.ts";

/**
 * The events behind the place `seq`.
 *
 * @throws {StorageError} `conflict` if one is missing before them or between them; `invalid` if the storage has no log yet.
 */
export function eventsBehind(seq: Seq, logId: string | null, events: readonly Event[]): readonly Event[] {
  if (logId === null) throw new StorageError("invalid", "The model storage has no log: reset it first");
  const start = events.findIndex((event) => event.seq > seq);
  if (start === -1) return [];
  const behind = start === 0 ? events : events.slice(start);
  let next = seq + 1;
  for (const event of behind) {
    if (event.seq !== next) {
      const message = `Event ${next} is missing before ${event.seq}: the model storage is at ${seq}`;
      throw new StorageError("conflict", message);
    }
    next++;
  }
  return behind;
}
