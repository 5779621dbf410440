/**
 * Two openings of one log in JetStream, for the conformance suite.
 *
 * @module
 */
import { JetStreamEventStorage } from "../../systems/apiplant/storage/jetstream/event_storage.ts";
import type { JetStreamSettings } from "../../systems/apiplant/storage/jetstream/settings.ts";

/** What the suite asks of an event storage: one, another of the same log, and the first opened anew. */
export interface Pair extends AsyncDisposable {
  /** The one. */
  readonly storage: JetStreamEventStorage;
  /** Another one of the same log. */
  readonly other: JetStreamEventStorage;
  /** Closes the first and opens it again. */
  reopen(): Promise<JetStreamEventStorage>;
}

/** Opens both. */
export async function openPair(settings: JetStreamSettings): Promise<Pair> {
  let storage = await JetStreamEventStorage.open({ settings });
  const other = await JetStreamEventStorage.open({ settings });
  return {
    storage,
    other,
    async reopen() {
      await storage[Symbol.asyncDispose]();
      return storage = await JetStreamEventStorage.open({ settings });
    },
    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]();
      await other[Symbol.asyncDispose]();
    },
  };
}
