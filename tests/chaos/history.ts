/**
 * The events of a run, in the order of observation: by the callers, and by the taps between them and the drivers.
 *
 * @module
 */

/** How a connection ended: with nothing in flight, or broken. */
export type CloseCause = "drained" | "fault";

/** An event. A call is identified by its nonce, which its statement contains and its answer repeats. */
export type ChaosEvent =
  /** A caller started a call. */
  | { type: "call"; nonce: string; session: string }
  /** The call ended for the caller; an answer has the nonce and session that the driver saw. */
  | { type: "end"; nonce: string; outcome: "answered" | "failed"; seen?: { nonce: string; session: string } }
  /** The end of the session was answered. */
  | { type: "session-closed"; session: string }
  /** A request went to the driver; the nonce is null for other requests than statements. */
  | { type: "request"; connection: number; id: bigint; session: string | null; nonce: string | null }
  /** A final answer came from the driver; the nonce is null if it has no rows. */
  | { type: "answer"; connection: number; id: bigint; session: string | null; nonce: string | null }
  /** The connection ended. */
  | { type: "closed"; connection: number; cause: CloseCause };

/** The events of a run. */
export class History {
  /** In the order of observation. */
  readonly events: ChaosEvent[] = [];

  /** Adds an event. */
  add(event: ChaosEvent): void {
    this.events.push(event);
  }
}
