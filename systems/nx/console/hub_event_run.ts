/**
 * What a hub reports of itself and its children, as it comes.
 *
 * @module
 */
import { sentEvents } from "./sent_events.ts";

/** An event, as the page shows it in a row. */
export interface ShownEvent {
  /** The time of the day in UTC, to the millisecond. */
  readonly at: string;
  /** The child; empty for the hub itself. */
  readonly child: string;
  /** What has happened; the first row says that the host listens. */
  readonly event: string;
  /** More about it. */
  readonly what: string;
}

/** An event, as the host sends it; the first says that no later one is missed. */
export type SentHubEvent =
  | { readonly begun: true }
  | {
    readonly at: string;
    readonly childRef: string;
    readonly type: string;
    readonly payload: string;
    readonly missed: number;
  };

/**
 * The events, until they are not asked for any more.
 *
 * @param ask Asks the host, and gives each event to a function.
 * @throws Why the host gives no more.
 */
export async function* hubEvents(
  ask: (onEvent: (event: SentHubEvent) => void) => Promise<unknown>,
): AsyncGenerator<ShownEvent> {
  for await (const sent of sentEvents(ask)) {
    if ("begun" in sent) {
      yield { at: new Date().toISOString().slice(11, 23), child: "", event: "listening", what: "" };
      continue;
    }
    const { at, childRef, type, payload, missed } = sent,
      lost = missed > 0 ? `${missed} events are missing before; ` : "";
    yield { at: at.slice(11, 23), child: childRef, event: type, what: `${lost}${payload}` };
  }
}
