/** What the HTTP end needs of post hooks that have failed for the last time. */
import type { DeadLetterList } from "../hooks/post/dead_letters.ts";

/** The dead letters of a server. */
export interface DeadLetterOffice {
  /** All that are kept, and how many were dropped. */
  list(): Promise<DeadLetterList>;
  /** Runs the post hook of an event again. Rejects with a `Refusal` if it fails again, or there is none of this event. */
  runAgain(event: string): Promise<void>;
}

/** A server without hooks that can fail. */
export const NO_DEAD_LETTERS: DeadLetterOffice = {
  list: () => Promise.resolve({ letters: [], dropped: 0 }),
  runAgain: () => Promise.resolve(),
};
