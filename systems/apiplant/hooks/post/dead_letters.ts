/** Events whose post hook has failed at its last attempt. */
import type { Seq } from "../../event/event.ts";
import type { HookName } from "../../model/definition.ts";
import { type EventStorage, StorageError } from "../../storage/roles.ts";
import { changeRegister, MAX_ATTEMPTS, readRegister } from "../../storage/register.ts";

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
export interface DeadLetterList<Letter = DeadLetter> {
  /** Oldest first. */
  readonly letters: readonly Letter[];
  /** How many older ones were dropped since the log began; their error records are in the error storage. */
  readonly dropped: number;
}

const EMPTY = { letters: [], dropped: 0 };

/** Dead letters of one place, in a register of the event storage. */
export class DeadLetters<Letter extends { readonly event: string } = DeadLetter> {
  readonly #log: EventStorage;
  readonly #name: string;
  #changing: Promise<unknown> = Promise.resolve();

  /** Those that a register has. */
  constructor(log: EventStorage, register: string) {
    this.#log = log;
    this.#name = register;
  }

  /** All that are kept. Rejects with a `StorageError`. */
  async list(): Promise<DeadLetterList<Letter>> {
    return (await readRegister<DeadLetterList<Letter>>(this.#log, this.#name))?.value ?? EMPTY;
  }

  /** Adds one, or replaces the one of the same event. Rejects with a `StorageError`. */
  async add(letter: Letter): Promise<void> {
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

  #change(change: (list: DeadLetterList<Letter>) => DeadLetterList<Letter>): Promise<void> {
    const changed = this.#changing.then(async () => {
      const held = await changeRegister<DeadLetterList<Letter>>(this.#log, this.#name, (list) => change(list ?? EMPTY));
      if (held !== null) return;
      throw new StorageError("conflict", `The register ${this.#name} was changed ${MAX_ATTEMPTS} times meanwhile`);
    });
    this.#changing = changed.catch(() => {});
    return changed;
  }
}
