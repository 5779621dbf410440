/**
 * What a part of the page has asked for, and what failed of it.
 *
 * @module
 */
import type { ErrorJson } from "@fluxwire/console/api";
import { useEffect } from "../preact.ts";
import { pageErrorOf } from "../server/api.ts";
import { type Signal, useSignal } from "../signals.ts";

/** A value that comes. */
export interface Loaded<T> {
  /** The value; null before it has come. The one before stays until the next is there. */
  readonly value: Signal<T | null>;
  /** Why the last try failed; null if it did not. */
  readonly error: Signal<ErrorJson | null>;
  /** Asks again. */
  again(): void;
}

/** Asks whenever `key` is another, and when it is asked {@link Loaded.again}. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const value = useSignal<T | null>(null), error = useSignal<ErrorJson | null>(null), turn = useSignal(0);
  useEffect(() => {
    let isOld = false;
    load().then((found) => {
      if (isOld) return;
      value.value = found;
      error.value = null;
    }, (failed) => {
      if (!isOld) error.value = pageErrorOf(failed);
    });
    return () => isOld = true;
  }, [key, turn.value]);
  return { value, error, again: () => turn.value++ };
}
