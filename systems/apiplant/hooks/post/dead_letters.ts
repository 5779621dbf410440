/** Events whose post hook has failed at its last attempt. */
import type { Seq } from "../../event/event.ts";
import type { HookName } from "../../model/definition.ts";
import { type EventStorage, StorageError } from "../../storage/roles.ts";
import { changeRegister, MAX_ATTEMPTS, readRegister } from "./register.ts";

/** How many are kept; beyond that, the oldest are dropped, and counted. */
export const MAX_LETTERS = 1_000;

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

/** What a server keeps of them. */
export interface DeadLetterList {
  /** Oldest first. */
  readonly letters: readonly DeadLetter[];
  /** How many older ones were dropped since the log began; their error records are in the error storage. */
  readonly dropped: number;
}

const EMPTY: DeadLetterList = { letters: [], dropped: 0 };

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

  /** All that are kept. Rejects with a `StorageError`. */
  async list(): Promise<DeadLetterList> {
    return (await readRegister<DeadLetterList>(this.#log, this.#name))?.value ?? EMPTY;
  }

  /** Adds one, or replaces the one of the same event. Rejects with a `StorageError`. */
  async add(letter: DeadLetter): Promise<void> {
    await this.#change(({ letters, dropped }) => {
      const all = [...letters.filter(({ event }) => event !== letter.event), letter];
      return { letters: all.slice(-MAX_LETTERS), dropped: dropped + Math.max(0, all.length - MAX_LETTERS) };
    });
  }

  /** Removes that of an event. Rejects with a `StorageError`. */
  async delete(event: string): Promise<void> {
    await this.#change(({ letters, dropped }) => ({
      letters: letters.filter((letter) => letter.event !== event),
      dropped,
    }));
  }

  #change(change: (list: DeadLetterList) => DeadLetterList): Promise<void> {
    const changed = this.#changing.then(async () => {
      const held = await changeRegister<DeadLetterList>(this.#log, this.#name, (list) => change(list ?? EMPTY));
      if (held !== null) return;
      throw new StorageError("conflict", `The register ${this.#name} was changed ${MAX_ATTEMPTS} times meanwhile`);
    });
    this.#changing = changed.catch(() => {});
    return changed;
  }
}
