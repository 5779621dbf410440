/**
 * Records that wait for a sink that is away: the newest of what is replaced, and events in their order.
 *
 * @module
 */
import type { PublishRecord } from "./record.ts";

/** How many records wait. */
export const MAX_WAITING_RECORDS = 1_000;

/** A bounded queue of records. */
export class WaitingRecords {
  /** In the order of sending; a newer state or variable takes the place of the one that waits. */
  readonly #records = new Map<string, PublishRecord>();
  #events = 0;
  #dropped = 0;

  /** How many wait. */
  get size(): number {
    return this.#records.size;
  }

  /** How many were dropped because too many waited. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Adds a record; the oldest leaves if there are too many. */
  add(record: PublishRecord): void {
    const key = this.#keyOf(record);
    this.#records.delete(key);
    this.#records.set(key, record);
    if (this.#records.size <= MAX_WAITING_RECORDS) return;
    const [oldest] = this.#records.keys();
    this.#records.delete(oldest!);
    this.#dropped++;
  }

  /** The record that is sent next; null for none. */
  first(): PublishRecord | null {
    const [record] = this.#records.values();
    return record ?? null;
  }

  /** A record was sent. If a newer one has taken its place, that stays. */
  remove(record: PublishRecord): void {
    for (const [key, waiting] of this.#records) if (waiting === record) this.#records.delete(key);
  }

  #keyOf({ call, message }: PublishRecord): string {
    if (call === "PublishEvent") return `${call} ${this.#events++}`;
    return call === "PublishVariable" ? `${call} ${message.deviceId}\0${message.key}` : `${call} ${message.deviceId}`;
  }
}
