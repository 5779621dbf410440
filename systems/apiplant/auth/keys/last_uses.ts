/** When keys were used the last time. */
import type { EventStorage } from "../../storage/roles.ts";

const REGISTER = "auth/last-uses";
/** How often the time of a key is written down; in between, each server knows its own uses. */
export const WRITE_MS = 3_600_000;

/** Times in milliseconds since 1970, by key. Those of other servers are up to an hour old. */
export class LastUses {
  readonly #log: Pick<EventStorage, "getRegister" | "setRegister">;
  readonly #times = new Map<string, number>();
  readonly #written = new Map<string, number>();

  /** Nothing was used yet. */
  constructor(log: Pick<EventStorage, "getRegister" | "setRegister">) {
    this.#log = log;
  }

  /** Notes a use. What cannot be written is written at a later use. */
  note(id: string, now: number): void {
    this.#times.set(id, now);
    if (now - (this.#written.get(id) ?? -Infinity) < WRITE_MS) return;
    this.#written.set(id, now);
    this.#write(id, now).catch(() => this.#written.delete(id));
  }

  /** The last uses of these keys. Rejects with a `StorageError`. */
  async of(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const stored = parsed((await this.#log.getRegister(REGISTER))?.value);
    return new Map(ids.map((id) => [id, Math.max(stored.get(id) ?? 0, this.#times.get(id) ?? 0)]));
  }

  async #write(id: string, now: number): Promise<void> {
    const register = await this.#log.getRegister(REGISTER), times = parsed(register?.value);
    const kept = [...times].filter(([one]) => one !== id).slice(-MAX_TIMES);
    const text = JSON.stringify(Object.fromEntries([...kept, [id, now]]));
    const { ok } = await this.#log.setRegister(REGISTER, text, register?.version ?? 0);
    if (!ok) this.#written.delete(id);
  }
}

/** Of keys that are gone, the times go when others need their room. */
const MAX_TIMES = 2_000;

function parsed(text: string | undefined): ReadonlyMap<string, number> {
  return new Map(Object.entries(text === undefined ? {} : JSON.parse(text)));
}
