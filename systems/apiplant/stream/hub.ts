/** Hands applied events to the streams that have caught up with them. */
import { pause } from "@fluxwire/transport";
import type { Event, Seq } from "../event/event.ts";
import { StorageError } from "../storage/roles.ts";
import type { Feed } from "./feed.ts";
import type { EventValues, Subject } from "./values.ts";
import { frame, type HiddenFields, type View } from "./view.ts";

const PAGE = 500;
/** How long a log is left alone that could not be read. */
const RETRY_MS = 200;

/** An event with its text for both kinds of readers, each made once for all streams. */
export class Published {
  readonly #frames: { [V in View]?: Uint8Array<ArrayBuffer> } = {};

  /** Of an event that readers may see through `hidden`; `subject` is what it is about, if a follower looks at that. */
  constructor(readonly event: Event, readonly hidden: HiddenFields, readonly subject: Subject | null) {}

  /** The event as a frame of a stream. */
  frame(view: View): Uint8Array<ArrayBuffer> {
    return this.#frames[view] ??= frame(this.event.seq, this.event.kind, this.hidden.view(this.event, view));
  }
}

/** A stream that has caught up. */
export interface Follower {
  /** Whether it looks at what events are about. */
  readonly looks?: boolean;
  /** Whether it does nothing with events of instances. */
  readonly ignoresInstances?: boolean;
  /** Takes the next event, in order. It must not wait. */
  take(published: Published): void;
  /** Ends it, if it reads one event after the other: events that it needs are gone. */
  stop?(reason: string): void;
}

/** Reads the feed once for all streams. */
export class Hub {
  readonly #followers = new Set<Follower>();
  readonly #ended = new AbortController();
  #seq: Seq;
  readonly #running: Promise<void>;

  /** Follows from the last applied event on. */
  constructor(readonly feed: Feed, readonly hidden: HiddenFields, readonly values: EventValues) {
    this.#seq = feed.seq;
    this.#running = this.#run();
  }

  /** The place of the last event that followers have got. */
  get seq(): Seq {
    return this.#seq;
  }

  /** Gives a stream every event behind `seq` from now on; `false` if it has not caught up: it must read those before itself. */
  join(follower: Follower, seq: Seq): boolean {
    if (seq < this.#seq) return false;
    this.#followers.add(follower);
    return true;
  }

  /** Gives a stream no more events. */
  leave(follower: Follower): void {
    this.#followers.delete(follower);
  }

  /** Ends reading. */
  async close(): Promise<void> {
    this.#ended.abort();
    await this.#running;
  }

  #wants({ kind }: Event): boolean {
    return !kind.startsWith("instance.") || [...this.#followers].some((one) => one.ignoresInstances !== true);
  }

  #looks(): boolean {
    return [...this.#followers].some(({ looks }) => looks === true);
  }

  async #run(): Promise<void> {
    const { signal } = this.#ended;
    const reached = this.feed.waiter(signal, {
      wants: (event) => this.#wants(event),
      passed: (seq) => this.#seq = seq,
    });
    while (!signal.aborted) {
      try {
        await reached(this.#seq + 1);
        await this.#publish(await this.feed.read(this.#seq + 1, PAGE));
      } catch (error) {
        if (error instanceof StorageError && error.code === "compacted") {
          this.#overtaken();
          continue;
        }
        // The log is out of reach, or the hub ends. Streams wait, and go on where they are.
        await pause(RETRY_MS, { signal });
      }
    }
  }

  /** Goes on where the feed is: a compaction has taken events away. Streams end; their readers come back and hear of it. */
  #overtaken(): void {
    this.#seq = this.feed.seq;
    for (const follower of [...this.#followers]) follower.stop?.("compacted");
  }

  async #publish(events: readonly Event[]): Promise<void> {
    for (const event of events) {
      let subject: Subject | null = null;
      // A follower that looks may join, and the model may change, while something is waited for.
      for (;;) {
        if (subject === null && this.#looks()) subject = await this.values.of(event);
        else if (!this.hidden.knows(event.model)) await this.hidden.learn(event.model);
        else break;
      }
      this.#seq = event.seq;
      const published = new Published(event, this.hidden, subject);
      for (const follower of [...this.#followers]) follower.take(published);
    }
  }
}
