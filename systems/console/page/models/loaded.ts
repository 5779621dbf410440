/**
 * What a part of the page has asked for, and what failed of it.
 *
 * @module
 */
import type { ErrorJson } from "@fluxwire/console/api";
import { useLayoutEffect, useRef } from "../preact.ts";
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

/** How long a page waits before it asks again for what changes all the time, in milliseconds. */
const STEADY_MS = 500;

/**
 * A number that follows another, at most twice a second: what is asked for at each of its values is asked for as often.
 *
 * @param now The number to follow.
 */
export function useSteady(now: number): number {
  const shown = useSignal(now), timer = useRef<ReturnType<typeof setTimeout> | null>(null), latest = useRef(now);
  latest.current = now;
  useLayoutEffect(() => {
    if (now === shown.value || timer.current !== null) return;
    shown.value = now;
    timer.current = setTimeout(() => {
      timer.current = null;
      shown.value = latest.current;
    }, STEADY_MS);
  }, [now, shown.value]);
  useLayoutEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  return shown.value;
}

/** Asks whenever `key` is another, and when it is asked {@link Loaded.again}. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const value = useSignal<T | null>(null), error = useSignal<ErrorJson | null>(null), turn = useSignal(0);
  useLayoutEffect(() => {
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
