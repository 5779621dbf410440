/**
 * Events of hubs, from their sessions to those who have subscribed: at most once, and never at the hub's cost.
 *
 * @module
 */

/** How many events wait for a slow subscriber. */
import { onAbort } from "@fluxwire/transport";
export const MAX_QUEUED_EVENTS = 256;

/** An event of a hub, or of one of its children. */
export interface HubEventRecord {
  readonly hubDeviceId: string;
  /** Empty for the hub itself. */
  readonly childRef: string;
  readonly type: string;
  readonly payload: Uint8Array;
  /** When, in milliseconds since 1970. */
  readonly atMs: number;
}

/** An event, and how many this subscriber has lost before it. */
export interface DeliveredEvent extends HubEventRecord {
  readonly missed: number;
}

/** What a subscriber wants; `childRef` `*` stands for all. */
export interface Topic {
  readonly hubDeviceId: string;
  readonly childRef: string;
}

/** Everyone who has subscribed to events of this host's hubs. Subscriptions outlive sessions. */
export class HubEvents {
  readonly #subscriptions = new Set<Subscription>();

  /** Gives an event to those who want it. */
  publish(event: HubEventRecord): void {
    for (const subscription of this.#subscriptions) subscription.offer(event);
  }

  /** Events from now on, until the signal aborts. */
  async *subscribe(topic: Topic, signal: AbortSignal): AsyncGenerator<DeliveredEvent> {
    const subscription = new Subscription(topic);
    this.#subscriptions.add(subscription);
    try {
      while (!signal.aborted) {
        const event = subscription.next();
        if (event !== null) yield event;
        else await subscription.arrival(signal);
      }
    } finally {
      this.#subscriptions.delete(subscription);
    }
  }
}

class Subscription {
  readonly #topic: Topic;
  readonly #events: DeliveredEvent[] = [];
  #missed = 0;
  #wake: () => void = () => {};

  constructor(topic: Topic) {
    this.#topic = topic;
  }

  offer(event: HubEventRecord): void {
    const { hubDeviceId, childRef } = this.#topic;
    if (event.hubDeviceId !== hubDeviceId || (childRef !== "*" && childRef !== event.childRef)) return;
    if (this.#events.length >= MAX_QUEUED_EVENTS) {
      this.#missed++;
      return;
    }
    this.#events.push({ ...event, missed: this.#missed });
    this.#missed = 0;
    this.#wake();
  }

  next(): DeliveredEvent | null {
    return this.#events.shift() ?? null;
  }

  async arrival(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    using _listening = onAbort(signal, resolve);
    await promise;
  }
}
