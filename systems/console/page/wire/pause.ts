/**
 * Stands still while frames come.
 *
 * @module
 */
import type { Counts } from "../../worker/messages.ts";
import { useLayoutEffect } from "../preact.ts";
import { type Signal, useSignal } from "../signals.ts";

/** What the list shows, and whether it stands still. */
export interface Paused {
  /** How much there was when the list was stopped, or is. */
  readonly counts: Counts;
  /** Whether the list stands still. */
  readonly isPaused: Signal<boolean>;
}

/** The counts as they are, or as they were; another filter or a fold goes on. */
export function usePause(now: Counts, filter: string, isFolded: boolean): Paused {
  const isPaused = useSignal(false), held = useSignal<Counts | null>(null);
  useLayoutEffect(() => {
    isPaused.value = false;
  }, [filter, isFolded]);
  useLayoutEffect(() => {
    held.value = isPaused.value ? now : null;
  }, [isPaused.value]);
  return { counts: isPaused.value && held.value !== null ? held.value : now, isPaused };
}
