/** Commands that wait for their place in the log. */
import type { Event, Seq } from "../event/event.ts";
import { changesDefinitions, type Prepared } from "./planned.ts";
import { Refusal } from "./refusal.ts";

/** How many commands may wait. */
export const MAX_QUEUED = 10_000;

/** How many commands go into one append. */
export const MAX_GROUP = 256;

/** How many bytes of events commands that go together may have; one alone may have as many as the log takes. */
export const MAX_GROUP_BYTES: number = 4 * 2 ** 20;

/** How a command ended: with its events, or with the place of an earlier request with the same key. */
export type Decision =
  | { readonly kind: "appended"; readonly events: readonly Event[]; readonly applied: boolean }
  | { readonly kind: "again" }
  | { readonly kind: "repeated"; readonly first: Seq; readonly last: Seq };

/** A command that waits. */
export interface Waiting {
  readonly prepared: Prepared;
  readonly resolve: (decision: Decision) => void;
  readonly reject: (error: unknown) => void;
}

/** Commands in the order they came. */
export class Queue {
  #waiting: Waiting[] = [];

  /** How many commands wait. */
  get length(): number {
    return this.#waiting.length;
  }

  /** Puts a command at the end. Rejects with a `Refusal` if too many wait, and as the command is decided. */
  add(prepared: Prepared): Promise<Decision> {
    if (this.#waiting.length >= MAX_QUEUED) {
      const message = `${MAX_QUEUED} changes wait already: try again later`;
      return Promise.reject(new Refusal("contention", message, null, { "retry-after": "1" }));
    }
    const { promise, resolve, reject } = Promise.withResolvers<Decision>();
    this.#waiting.push({ prepared, resolve, reject });
    return promise;
  }

  /** Takes the next commands: one that changes definitions is alone. */
  take(): Waiting[] {
    const first = this.#waiting[0];
    if (first === undefined) return [];
    if (changesDefinitions(first.prepared.command)) return this.#waiting.splice(0, 1);
    const end = this.#waiting.findIndex(({ prepared }) => changesDefinitions(prepared.command));
    return this.#waiting.splice(0, Math.min(MAX_GROUP, end < 0 ? this.#waiting.length : end));
  }

  /** Puts commands back in front. */
  putBack(waiting: readonly Waiting[]): void {
    this.#waiting = [...waiting, ...this.#waiting];
  }

  /** Rejects all commands. */
  refuse(error: unknown): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
