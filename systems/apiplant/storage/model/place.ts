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
  const behind = events.slice(start);
  for (const [at, event] of behind.entries()) {
    if (event.seq !== seq + 1 + at) {
      throw new StorageError(
        "conflict",
        `Event ${seq + 1 + at} is missing before ${event.seq}: the model storage is at ${seq}`,
      );
    }
  }
  return behind;
}
