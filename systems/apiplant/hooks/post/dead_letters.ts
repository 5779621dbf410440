/** Events whose post hook has failed at its last attempt. */
import type { Seq } from "../../event/event.ts";
import type { HookName } from "../../model/definition.ts";
import { type EventStorage, StorageError } from "../../storage/roles.ts";

/** How many are kept; beyond that, the oldest are dropped. */
const MAX_LETTERS = 1_000;
/** How often a change of the register is tried. */
const MAX_ATTEMPTS = 5;

/** An event, and why its hook failed. */
export interface DeadLetter {
  /** The event's id. */
  readonly event: string;
  readonly seq: Seq;
  readonly model: string;
  readonly instance: string;
  readonly hook: HookName;
  /** `hook_failed` or `hook_timeout`. */
  readonly code: string;
  readonly message: string;
  /** How often the hook has run. */
  readonly attempts: number;
  /** When it failed last: RFC 3339, UTC. */
  readonly at: string;
}

/** The dead letters of a server, in a register of the event storage. */
export class DeadLetters {
  readonly #log: EventStorage;
  readonly #name: string;
  #changing: Promise<unknown> = Promise.resolve();

  /** Those of a server. */
  constructor(log: EventStorage, serverId: string) {
    this.#log = log;
    this.#name = `dead/${serverId}`;
  }

  /** All of them, oldest first. Rejects with a `StorageError`. */
  async list(): Promise<readonly DeadLetter[]> {
    return (await this.#read()).letters;
  }

  /** Adds one, or replaces the one of the same event. Rejects with a `StorageError`. */
  async add(letter: DeadLetter): Promise<void> {
    await this.#change((letters) =>
      [...letters.filter(({ event }) => event !== letter.event), letter].slice(-MAX_LETTERS)
    );
  }

  /** Removes that of an event. Rejects with a `StorageError`. */
  async delete(event: string): Promise<void> {
    await this.#change((letters) => letters.filter((letter) => letter.event !== event));
  }

  #change(change: (letters: readonly DeadLetter[]) => readonly DeadLetter[]): Promise<void> {
    const changed = this.#changing.then(async () => {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const { letters, version } = await this.#read();
        const set = await this.#log.setRegister(this.#name, JSON.stringify(change(letters)), version);
        if (set.ok) return;
      }
      throw new StorageError("conflict", `The register ${this.#name} was changed ${MAX_ATTEMPTS} times meanwhile`);
    });
    this.#changing = changed.catch(() => {});
    return changed;
  }

  async #read(): Promise<{ letters: readonly DeadLetter[]; version: number }> {
    const register = await this.#log.getRegister(this.#name);
    return register === null
      ? { letters: [], version: 0 }
      : { letters: JSON.parse(register.value), version: register.version };
  }
}
