/** The last error records in memory. */
import type { ErrorRecord, ErrorStorage } from "../roles.ts";

/** How many records are kept. */
export const MAX_RECORDS = 1_000;

/** An error storage that forgets its oldest record for each beyond the limit. */
export class MemoryErrorStorage implements ErrorStorage {
  readonly #records: ErrorRecord[] = [];

  log(record: ErrorRecord): void {
    this.#records.push(record);
    if (this.#records.length > MAX_RECORDS) this.#records.shift();
  }

  list({ before, max, model, hook }: Parameters<ErrorStorage["list"]>[0]): readonly ErrorRecord[] {
    const end = before === undefined ? this.#records.length : this.#records.findIndex(({ id }) => id === before);
    const older = this.#records.slice(0, Math.max(end, 0)).reverse();
    const fits = older.filter((one) => (model ?? one.model) === one.model && (hook ?? one.hook) === one.hook);
    return fits.slice(0, max);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
