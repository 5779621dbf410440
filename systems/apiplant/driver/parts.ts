/** Lines that cross in several calls, kept until their id is not needed further. */
import { StorageError } from "../storage/roles.ts";

/** How many ids are kept at once: the oldest goes for a new one. */
const MAX_KEPT = 2;

/** Lists of lines by id. */
export class Parts {
  readonly #what: string;
  readonly #kept = new Map<string, Promise<string[]>>();

  /** `what` names one list for messages. */
  constructor(what: string) {
    this.#what = what;
  }

  /**
   * The lines of an id, which its call at offset 0 makes.
   *
   * @throws {StorageError} `not_found` for another offset if the id is not kept, or the offset is beyond its lines.
   */
  async made(id: string, offset: number, make: () => Promise<string[]>): Promise<string[]> {
    if (offset === 0 && !this.#kept.has(id)) {
      const [oldest] = this.#kept.keys();
      if (this.#kept.size === MAX_KEPT) this.#kept.delete(oldest!);
      const making = make();
      this.#kept.set(id, making);
      making.catch(() => this.#kept.delete(id));
    }
    const lines = await this.#kept.get(id);
    if (lines === undefined || offset > lines.length) {
      throw new StorageError("not_found", `The ${this.#what} ${id} is not kept up to ${offset}: begin another`);
    }
    return lines;
  }
}
