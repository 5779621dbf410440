/** The servers that share a log, kept in a register of it. */
import type { EventStorage } from "../../storage/roles.ts";
import { changeRegister, readRegister } from "../../storage/register.ts";

const NAME = "servers";

/** The ids of the servers whose post hooks may not all have run. */
export class ServerList {
  readonly #log: EventStorage;

  /** That of a log. */
  constructor(log: EventStorage) {
    this.#log = log;
  }

  /** Its ids. Rejects with a `StorageError`. */
  async ids(): Promise<readonly string[]> {
    return (await readRegister<readonly string[]>(this.#log, NAME))?.value ?? [];
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
    await changeRegister<readonly string[]>(this.#log, NAME, (ids) => change(ids ?? []));
  }
}
