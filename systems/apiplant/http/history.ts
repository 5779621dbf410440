/** The events of one instance, newest first. */
import type { Refusal } from "../commit/refusal.ts";
import type { Event, Seq } from "../event/event.ts";
import { fromEntry } from "../event/text.ts";
import { utc } from "../model/types/times.ts";
import type { Core } from "../server/core.ts";
import { wrongCursor } from "./cursor.ts";
import type { Deletions } from "./deletions.ts";

/** Reads histories from the log. */
export class History {
  /** Reads a server's log. */
  constructor(readonly core: Core, readonly deletions: Deletions) {}

  /**
   * The events of an instance, newest first: each names the one that it replaced, and deletions lead from one life of an id to
   * the one before.
   *
   * @param from The place of the event to start with; `null` for the newest.
   * @throws {StorageError} `compacted` if the log has lost some.
   * @throws {Refusal} `cursor` if `from` is not an event of the instance.
   */
  async *events(model: string, instance: string, from: Seq | null, signal: AbortSignal): AsyncGenerator<Event> {
    const begin = await this.#beginOf(model);
    let place: Seq | null = from ?? (await this.core.state.get(model, instance))?.revision ?? null;
    const newest = place;
    let older: Seq[] | null = null;
    for (;;) {
      if (place === null) {
        older ??= (await this.deletions.of(model, instance, signal)).filter((seq) => newest === null || seq < newest);
        place = older.pop() ?? null;
        if (place === null) return;
      }
      signal.throwIfAborted();
      // An earlier model of this name, which was deleted, had other rules.
      if (place < begin) {
        if (place === from) throw notOurs();
        return;
      }
      const event = await this.#event(place);
      if (event === null || event.model !== model || event.instance !== instance) throw notOurs();
      yield event;
      place = event.prev ?? null;
    }
  }

  /** The place of the first version of the model that has the name now. */
  async #beginOf(id: string): Promise<Seq> {
    const { state } = this.core, first = await state.modelVersion(id, 1);
    return (first ?? state.model(id))?.definedAt ?? 0;
  }

  async #event(seq: Seq): Promise<Event | null> {
    const entry = (await this.core.log.read(seq, 1)).entries[0];
    return entry === undefined ? null : await this.core.opened(fromEntry(entry));
  }
}

/** The refusal of a cursor that is no event of the instance. */
export function notOurs(): Refusal {
  return wrongCursor("The cursor is not one of this history: start without a cursor");
}

/** The place that `?at=` means: a seq, or a time, which is the place of the last event up to it. */
export async function placeOf(core: Core, at: string): Promise<Seq | null> {
  if (/^\d{1,15}$/.test(at)) return Number(at);
  const moment = utc(at);
  if (moment === null) return null;
  const time = Date.parse(moment);
  let { first: low } = await core.log.info(), high = core.state.seq;
  // The times of events never go back, so halves can be left out.
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const entry = (await core.log.read(middle, 1)).entries[0];
    if (entry === undefined || Date.parse(fromEntry(entry).at) > time) high = middle - 1;
    else low = middle + 1;
  }
  return high;
}
