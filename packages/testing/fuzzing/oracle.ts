/**
 * What must hold whatever a driver is told: each oracle is one thing that can be broken.
 *
 * @module
 */

/** The oracles, with what it means that one is broken. */
export const ORACLES = {
  "no-answer": "A request was not answered",
  "answered-twice": "A request was answered more than once",
  "wrong-id": "An answer has the id of no request",
  "wrong-session": "An answer names another session",
  "wrong-version": "An answer carries another protocol version than its request",
  "wrong-type": "An answer is that of another request",
  "not-done": "The last answer says that more will come",
  "unreadable-answer": "An answer cannot be read",
  "closed": "The connection was closed at a request that the protocol allows",
  "no-ping": "The connection gives no sign of life any more",
  "hang": "The driver answers no new connection any more",
  "refused": "A new connection is refused what others were given before",
  "crash": "The driver's process ended",
  "memory": "The driver's memory grew beyond the bound",
} as const;

/** One of the oracles. */
export type Oracle = keyof typeof ORACLES;

/** Those that a slow machine, or a database out of reach, breaks as well: they count only when they are broken again. */
export const TIMED: ReadonlySet<Oracle> = new Set<Oracle>(["no-answer", "no-ping", "hang", "refused", "memory"]);

/** An oracle that was broken. */
export interface Violation {
  /** Which one. */
  oracle: Oracle;
  /** The request's name; null where it cannot be told. */
  method: string | null;
  /** What was found, in a sentence. */
  detail: string;
}
