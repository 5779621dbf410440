/**
 * Changes that a button makes: one at a time, with why the last one was not made.
 *
 * @module
 */
import type { ErrorJson, ModelOutcome, ModelRefusal } from "@fluxwire/console/api";
import { pageErrorOf } from "../server/api.ts";
import { type Signal, useSignal } from "../signals.ts";

/** What buttons do. */
export interface Attempt {
  /** Whether one is going on. */
  readonly isBusy: Signal<boolean>;
  /** What the server refused; null for nothing. */
  readonly refused: Signal<ModelRefusal | null>;
  /** What failed otherwise; null for nothing. */
  readonly error: Signal<ErrorJson | null>;
  /** Makes a change, and goes on with what it came to if it was made. */
  run<T>(change: () => Promise<ModelOutcome<T>>, then: (done: T) => void): Promise<void>;
}

/** Nothing yet. */
export function useAttempt(): Attempt {
  const isBusy = useSignal(false), refused = useSignal<ModelRefusal | null>(null);
  const error = useSignal<ErrorJson | null>(null);
  return {
    isBusy,
    refused,
    error,
    async run(change, then) {
      if (isBusy.value) return;
      isBusy.value = true;
      try {
        const outcome = await change();
        refused.value = "refused" in outcome ? outcome.refused : null;
        error.value = null;
        if ("done" in outcome) then(outcome.done);
      } catch (failed) {
        error.value = pageErrorOf(failed);
      } finally {
        isBusy.value = false;
      }
    },
  };
}
