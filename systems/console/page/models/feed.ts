/**
 * The events of a model server, as long as the page is open.
 *
 * @module
 */
import { type EventLine, eventLineOf, type LiveEvent } from "@fluxwire/console/api";
import { perSource } from "../server/per_source.ts";
import type { Session } from "../shell/session.ts";
import { batch, type Signal, signal } from "../signals.ts";

/** How many lines are kept. */
const MAX_LINES = 5_000;

/** The events of one server. */
export class Feed {
  /** The lines, oldest first; a number stands for lines that the console no longer had. */
  readonly lines: (EventLine | number)[] = [];
  /** Grows with each line. */
  readonly version: Signal<number> = signal(0);
  /** Why the server does not send events now; null while it does. */
  readonly lost: Signal<string | null> = signal(null);
  /** Grows with each change of a model or a hook. */
  readonly models: Signal<number> = signal(0);
  /** How many older lines are not kept any more. */
  dropped = 0;
  readonly #newest = new Map<string, Signal<LiveEvent | null>>();

  /** Reads from now on, and some of what was before. */
  constructor(session: Session, source: string) {
    session.live.read(source, "events", {
      lines: (lines, missed) => batch(() => this.#take(lines, missed)),
    });
  }

  /** The newest event of a model's instances, or of one instance; null before one came. */
  newest(model: string, instance: string | null = null): Signal<LiveEvent | null> {
    const key = instance === null ? model : `${model}/${instance}`, known = this.#newest.get(key);
    if (known !== undefined) return known;
    const made = signal<LiveEvent | null>(this.#find(model, instance));
    this.#newest.set(key, made);
    return made;
  }

  #find(model: string, instance: string | null): LiveEvent | null {
    const found = this.lines.findLast((line) => {
      return typeof line === "object" && "event" in line && line.event.model === model &&
        line.event.kind.startsWith("instance.") && (instance === null || line.event.instance === instance);
    });
    return found === undefined ? null : (found as { event: LiveEvent }).event;
  }

  #take(lines: readonly string[], missed: number): void {
    if (missed > 0) this.lines.push(missed);
    for (const text of lines) {
      const line = eventLineOf(text);
      if (line === null) continue;
      this.lines.push(line);
      if (!("event" in line)) {
        if (line.state !== "gap") this.lost.value = line.state === "live" ? null : line.reason;
        continue;
      }
      const { kind, model, instance } = line.event;
      if (/^(?:model|hook)\./.test(kind)) this.models.value++;
      if (!kind.startsWith("instance.")) continue;
      for (const key of [model, `${model}/${instance}`]) {
        const newest = this.#newest.get(key);
        if (newest !== undefined) newest.value = line.event;
      }
    }
    const over = this.lines.length - MAX_LINES;
    if (over > 0) {
      this.lines.splice(0, over);
      this.dropped += over;
    }
    this.version.value++;
  }
}

/** The feed of a source, which begins when it is asked for first. */
export const feedOf: (session: Session, source: string) => Feed = perSource((session, source) => {
  return new Feed(session, source);
});
