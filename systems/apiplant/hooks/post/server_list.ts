/** The servers that share a log, kept in a register of it. */
import type { EventStorage } from "../../storage/roles.ts";

const NAME = "servers";
/** How often a change of the register is tried. */
const MAX_ATTEMPTS = 5;

/** The ids of the servers whose post hooks may not all have run. */
export class ServerList {
  readonly #log: EventStorage;

  /** That of a log. */
  constructor(log: EventStorage) {
    this.#log = log;
  }

  /** Its ids. Rejects with a `StorageError`. */
  async ids(): Promise<readonly string[]> {
    const register = await this.#log.getRegister(NAME);
    return register === null ? [] : JSON.parse(register.value) as string[];
  }

  /** Adds an id, unless it is there. */
  add(id: string): Promise<void> {
    return this.#change((ids) => ids.includes(id) ? ids : [...ids, id]);
  }

  /** Removes an id, if it is there. */
  remove(id: string): Promise<void> {
    return this.#change((ids) => ids.includes(id) ? ids.filter((one) => one !== id) : ids);
  }

  /** Servers that change it at the same time try again, here a few times and after that at their next look. */
  async #change(change: (ids: readonly string[]) => readonly string[]): Promise<void> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const register = await this.#log.getRegister(NAME);
      const before = register === null ? [] : JSON.parse(register.value) as string[], after = change(before);
      if (after === before) return;
      const set = await this.#log.setRegister(NAME, JSON.stringify(after), register?.version ?? 0);
      if (set.ok) return;
    }
  }
}
