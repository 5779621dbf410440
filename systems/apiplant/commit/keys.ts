/** The Idempotency-Keys of the last 24 hours of the log. */
import type { Event, Seq } from "../event/event.ts";
import { fromEntry } from "../event/text.ts";
import type { EventStorage } from "../storage/roles.ts";

/** How long a key is kept, in milliseconds of the log's time. */
const KEY_LIFE_MS: number = 24 * 60 * 60 * 1000;

const PAGE = 1_000;

/** A key that was used, with the events of its request. */
export interface UsedKey {
  readonly hash: string;
  readonly first: Seq;
  readonly last: Seq;
  readonly at: number;
}

/** The keys of each actor. They follow from the log alone, so that every server knows them. */
export class Keys {
  readonly #used = new Map<string, UsedKey>();

  /** The request of an actor that used a key, or `null`. */
  find(actor: string, key: string): UsedKey | null {
    return this.#used.get(keyName(actor, key)) ?? null;
  }

  /** How many keys are kept. */
  get size(): number {
    return this.#used.size;
  }

  /** Takes an event, in order. */
  take(event: Event): void {
    if (event.idem === undefined && this.#used.size === 0) return;
    const at = Date.parse(event.at);
    // A map gives its keys in the order they came, which is that of the log.
    for (const [key, used] of this.#used) {
      if (used.at > at - KEY_LIFE_MS) break;
      this.#used.delete(key);
    }
    const { actor, idem, commit: [first, last] } = event;
    if (idem === undefined) return;
    const name = keyName(actor, idem.key);
    if (this.#used.get(name)?.first === first) return;
    this.#used.delete(name);
    this.#used.set(name, { hash: idem.hash, first, last, at });
  }

  /** Takes the events of the last 24 hours from a log, up to `head`. Rejects with a `StorageError`. */
  async load(log: EventStorage, first: Seq, head: Seq): Promise<void> {
    for (let from = await firstOfLastDay(log, first, head); from <= head;) {
      const { entries } = await log.read(from, PAGE);
      if (entries.length === 0) return;
      for (const entry of entries) if (entry.seq <= head) this.take(fromEntry(entry));
      from += entries.length;
    }
  }
}

/** What tells a key from the same text of another actor. A key has no space. */
export function keyName(actor: string, key: string): string {
  return `${key} ${actor}`;
}

/** The place of the first event that is at most 24 hours older than the head's. */
async function firstOfLastDay(log: EventStorage, first: Seq, head: Seq): Promise<Seq> {
  if (head < first) return first;
  const since = await timeAt(log, head) - KEY_LIFE_MS;
  let [low, high] = [first, head];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await timeAt(log, middle) > since) high = middle;
    else low = middle + 1;
  }
  return low;
}

async function timeAt(log: EventStorage, seq: Seq): Promise<number> {
  const [entry] = (await log.read(seq, 1)).entries;
  return entry === undefined ? 0 : Date.parse(fromEntry(entry).at);
}
