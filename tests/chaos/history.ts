/**
 * What happened in a run, in the order it was seen: by the callers, and by the wire between them and the drivers.
 *
 * @module
 */

/** How a connection ended: nothing was in flight any more, or something broke it. */
export type CloseCause = "drained" | "fault";

/** One thing that happened. A call is known by its nonce, which stands in its statement and comes back in its answer. */
export type ChaosEvent =
  /** Somebody asked for something. */
  | { type: "call"; nonce: string; session: string }
  /** It ended, as far as the caller knows; an answer has the nonce and session that the driver saw. */
  | { type: "end"; nonce: string; outcome: "answered" | "failed"; seen?: { nonce: string; session: string } }
  /** The session's end was answered. */
  | { type: "session-closed"; session: string }
  /** A request went to the driver; the nonce is null where it is no statement. */
  | { type: "request"; connection: number; id: bigint; session: string | null; nonce: string | null }
  /** A last answer came from the driver; the nonce is null where it has no rows. */
  | { type: "answer"; connection: number; id: bigint; session: string | null; nonce: string | null }
  /** The connection is over. */
  | { type: "closed"; connection: number; cause: CloseCause };

/** A run's events. */
export class History {
  /** In the order they were seen. */
  readonly events: ChaosEvent[] = [];

  /** Adds what has just happened. */
  add(event: ChaosEvent): void {
    this.events.push(event);
  }
}
