/** The last entries of a log in memory, for readers that follow it. */
import type { Seq } from "../../event/event.ts";
import type { LogEntry } from "../roles.ts";

/** Entries without a gap, up to the head; the oldest go first. */
export class Recent {
  readonly #maxUnits: number;
  #entries: LogEntry[] = [];
  #start = 0;
  #units = 0;

  /** Keeps entries whose texts have at most `maxUnits` UTF-16 units together, the last one in any case. */
  constructor(maxUnits: number) {
    this.#maxUnits = maxUnits;
  }

  push(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      this.#entries.push(entry);
      this.#units += entry.json.length;
    }
    while (this.#units > this.#maxUnits && this.#start < this.#entries.length - 1) {
      this.#units -= this.#entries[this.#start++]!.json.length;
    }
    if (this.#start > 1_000 && this.#start > this.#entries.length / 2) {
      this.#entries = this.#entries.slice(this.#start);
      this.#start = 0;
    }
  }

  /** At most `max` entries from `from` on, or `null` if the entry at `from` is not kept. */
  read(from: Seq, max: number): readonly LogEntry[] | null {
    const first = this.#entries[this.#start]?.seq;
    if (first === undefined || from < first) return null;
    const at = this.#start + from - first;
    return this.#entries.slice(at, at + max);
  }
}
