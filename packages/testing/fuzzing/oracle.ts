/**
 * The rules that hold for every request: each oracle is one rule that a driver can break.
 *
 * @module
 */

/** The oracles, with the meaning of their violation. */
export const ORACLES = {
  "no-answer": "A request was not answered",
  "answered-twice": "A request was answered more than once",
  "wrong-id": "An answer has the id of no request",
  "wrong-session": "An answer names the wrong session",
  "wrong-version": "An answer carries another protocol version than its request",
  "wrong-type": "An answer has the type for another request",
  "not-done": "An answer is not marked as the last one",
  "unreadable-answer": "An answer cannot be read",
  "closed": "The connection was closed at a request that the protocol allows",
  "no-ping": "The connection no longer answers a Ping",
  "hang": "The driver no longer answers new connections",
  "refused": "A new connection is refused what earlier ones were given",
  "crash": "The driver's process ended",
  "memory": "The driver's memory grew beyond the bound",
} as const;

/** The name of an oracle. */
export type Oracle = keyof typeof ORACLES;

/** Oracles that a slow machine, or a database out of reach, breaks as well: a violation counts only if it recurs. */
export const TIMED: ReadonlySet<Oracle> = new Set<Oracle>(["no-answer", "no-ping", "hang", "refused", "memory"]);

/** A broken oracle. */
export interface Violation {
  /** The oracle. */
  oracle: Oracle;
  /** The request's name; null if it is unknown. */
  method: string | null;
  /** The finding in a sentence. */
  detail: string;
}
