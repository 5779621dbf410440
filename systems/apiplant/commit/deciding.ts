/** What decisions share: the place where events land, what is seen there, and what is decided. */
import type { Draft, Seq } from "../event/event.ts";
import type { Overlay } from "../state/overlay.ts";
import type { State } from "../state/state.ts";

/** The state has changed since the command was prepared: it is prepared again. */
export class Again extends Error {
  override readonly name = "Again";
}

/** Where events land. */
export interface Place {
  /** The place of the first. */
  readonly first: Seq;
  /** Their time. */
  readonly at: string;
  /** The id of the server. */
  readonly origin: string;
  /** A new id for an event. */
  readonly newId: () => string;
}

/** The members of a draft that differ from one change to the next. */
export type Change = Pick<Draft, "kind" | "model" | "modelVersion" | "instance" | "payload" | "prev" | "created">;

/** A change, and whether an operation of the command asked for it. */
export interface Decided {
  readonly change: Change;
  readonly primary: boolean;
}

/** What deciding sees: the definitions at this place, and the instances with the events before it in the same append. */
export interface Deciding {
  readonly state: State;
  readonly overlay: Overlay;
  readonly place: Place;
  /** The place of the next event. */
  readonly next: Seq;
  /** The place of the state that the command was prepared at. */
  readonly preparedAt: Seq;
}
