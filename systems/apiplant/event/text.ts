/** Events as lines of JSON, which event storages keep. */
import type { Json } from "../json/json.ts";
import { isObject } from "../json/equal.ts";
import { parseExact, STORED_DEPTH } from "../json/parse.ts";
import { stringifyExact } from "../json/stringify.ts";
import { type LogDraft, type LogEntry, StorageError } from "../storage/roles.ts";
import type { Draft, Event } from "./event.ts";

/** The draft as event storages take it. */
export function toEntry(draft: Draft): LogDraft {
  return {
    id: draft.id,
    model: draft.model,
    instance: draft.instance ?? null,
    json: stringifyExact(draft as unknown as Json),
  };
}

/**
 * The event of an entry. Members that this version does not know stay in it.
 *
 * @throws {StorageError} `corrupt` if the entry is no event of a known version.
 */
export function fromEntry(entry: LogEntry): Event {
  let value;
  try {
    value = parseExact(entry.json, STORED_DEPTH);
  } catch (error) {
    throw new StorageError("corrupt", `The event at ${entry.seq} is not JSON`, { cause: error });
  }
  if (!isObject(value) || typeof value.kind !== "string" || typeof value.model !== "string") {
    throw new StorageError("corrupt", `The entry at ${entry.seq} is not an event`);
  }
  if (value.v !== 1) {
    throw new StorageError(
      "corrupt",
      `The event at ${entry.seq} is of version ${value.v}, known is 1: use a newer server`,
    );
  }
  // The value was parsed for this call: a copy of every member would cost a replay a tenth of its time.
  return Object.assign(value, { seq: entry.seq }) as unknown as Event;
}
