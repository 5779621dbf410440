/** One stream of events to one reader. */
import type { Clock } from "@fluxwire/transport";
import type { Event, Seq } from "../event/event.ts";
import type { Feed } from "./feed.ts";
import type { MaybePromise } from "../storage/roles.ts";
import type { Hub, Published } from "./hub.ts";
import type { Sight } from "../auth/sees.ts";
import { comment, frame, type HiddenFields, RETRY, type View } from "./view.ts";

/** How far a reader that has caught up may fall behind, in events and in bytes. */
export const MAX_BEHIND = 1_000;
const MAX_BEHIND_BYTES: number = 1024 * 1024;
/** How often a silent stream is shown to be alive, and how often its place moves on over events that it does not show. */
const ALIVE_MS = 15_000;
const SKIP_MS = 5_000;
const PAGE = 200;

/** Which events a reader wants. */
export type Wanted = (event: Event) => boolean;

/** What a stream stands on. */
export interface StreamParts {
  readonly hub: Hub;
  readonly feed: Feed;
  readonly hidden: HiddenFields;
  readonly clock: Clock;
}

/** A reader's part in a stream. */
export interface StreamOptions {
  /** The place of the last event that the reader has. */
  readonly since: Seq;
  readonly wanted: Wanted;
  /** Which of them the reader may see, and how much of them. */
  readonly sight: Sight;
  readonly view: View;
  /** Frames that come before the first event. */
  readonly before?: AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** Called once, when the stream has ended in any way. */
  readonly onEnd: () => void;
}

/** Reads the log up to the present, then follows it; there is no gap between the two, and no event comes twice. */
export class EventStream {
  /** The bytes for the reader. */
  readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #parts: StreamParts;
  readonly #options: StreamOptions;
  #controller!: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  #seq: Seq;
  #following = false;
  #ended = false;
  #queue: Uint8Array<ArrayBuffer>[] = [];
  #queued = 0;
  #pulled: (() => void) | null = null;
  #alive: unknown = null;
  #skip: unknown = null;

  /** Starts reading when its reader does. */
  constructor(parts: StreamParts, options: StreamOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#seq = options.since;
    this.readable = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
        controller.enqueue(RETRY);
        this.#run().catch((error) => this.#fail(error));
      },
      pull: () => this.#drain(),
      cancel: () => this.#end(),
    }, { highWaterMark: 1 });
    this.#beat();
  }

  /** Ends the stream, with a line that says why. */
  stop(reason: string): void {
    if (this.#ended) return;
    this.#controller.enqueue(comment(reason));
    this.#end();
    this.#controller.close();
  }

  async #run(): Promise<void> {
    for await (const bytes of this.#options.before ?? []) await this.#write(bytes);
    while (!this.#ended) {
      if (this.#parts.hub.join(this, this.#seq)) {
        this.#following = true;
        return;
      }
      for (const event of await this.#parts.feed.read(this.#seq + 1, PAGE)) {
        if (this.#ended) return;
        this.#seq = event.seq;
        const shown = this.#isShown(event);
        if (!(typeof shown === "boolean" ? shown : await shown)) {
          this.#skipped();
          continue;
        }
        const { hidden } = this.#parts;
        while (!hidden.knows(event.model)) await hidden.learn(event.model);
        await this.#write(frame(event.seq, event.kind, hidden.view(event, this.#options.view)));
      }
    }
  }

  /** Takes the next event from the hub. A reader that is too far behind is cut: it comes back by its last id. */
  take(published: Published): void {
    const { event, subject } = published, { wanted, sight, view } = this.#options;
    if (event.seq <= this.#seq) return;
    this.#seq = event.seq;
    if (!wanted(event) || !sight.sees(event, subject)) return this.#skipped();
    this.#forgetSkip();
    const bytes = published.frame(view);
    this.#queue.push(bytes);
    this.#queued += bytes.length;
    if (this.#queue.length > MAX_BEHIND || this.#queued > MAX_BEHIND_BYTES) {
      this.#queue = [];
      this.#controller.enqueue(frame(null, "lagging", { behind: MAX_BEHIND }));
      this.#end();
      return this.#controller.close();
    }
    if ((this.#controller.desiredSize ?? 0) > 0) this.#drain();
  }

  /** Whether its follower wants events to come with what they are about. */
  get looks(): boolean {
    return this.#options.sight.looks;
  }

  #isShown(event: Event): MaybePromise<boolean> {
    const { wanted, sight } = this.#options;
    if (!wanted(event) || !sight.looks) return wanted(event) && sight.sees(event, null);
    return this.#parts.hub.values.of(event).then((subject) => sight.sees(event, subject));
  }

  /** Gives what is queued, as one chunk. */
  #drain(): void {
    this.#pulled?.();
    this.#pulled = null;
    if (this.#queue.length === 0 || this.#ended) return;
    const bytes = new Uint8Array(this.#queued);
    let at = 0;
    for (const one of this.#queue) {
      bytes.set(one, at);
      at += one.length;
    }
    this.#queue = [];
    this.#queued = 0;
    this.#controller.enqueue(bytes);
  }

  /** Writes while the stream catches up: at the speed of its reader. */
  async #write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if ((this.#controller.desiredSize ?? 0) <= 0) await new Promise<void>((resolve) => this.#pulled = resolve);
    if (!this.#ended) this.#controller.enqueue(bytes);
  }

  /** Moves the reader's place on over events that it does not want, at most every few seconds. */
  #skipped(): void {
    this.#skip ??= this.#parts.clock.setTimeout(() => {
      this.#skip = null;
      if (this.#following && this.#queue.length === 0 && !this.#ended) {
        this.#controller.enqueue(frame(this.#seq, "skip", undefined));
      }
    }, SKIP_MS);
  }

  #forgetSkip(): void {
    this.#parts.clock.clearTimeout(this.#skip);
    this.#skip = null;
  }

  #beat(): void {
    this.#alive = this.#parts.clock.setTimeout(() => {
      if ((this.#controller.desiredSize ?? 0) > 0) this.#controller.enqueue(comment("alive"));
      this.#beat();
    }, ALIVE_MS);
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.#end();
    this.#controller.error(error);
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#parts.hub.leave(this);
    this.#parts.clock.clearTimeout(this.#alive);
    this.#forgetSkip();
    this.#pulled?.();
    this.#options.onEnd();
  }
}
