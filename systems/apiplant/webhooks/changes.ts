/** Hears of webhooks that any server of the log has changed, by the events that note it. */
import type { Event, Seq } from "../event/event.ts";
import { StorageError } from "../storage/roles.ts";
import type { Feed } from "../stream/feed.ts";
import { WEBHOOKS } from "./webhook.ts";

/** How many events are read at once. */
const PAGE = 500;

/** What hearing of changes depends on. */
export interface ChangesOptions {
  readonly feed: Feed;
  /** Gets the id of a webhook that was changed; `null` if events are gone that may have noted any. */
  readonly onChange: (id: string | null) => void;
  readonly signal: AbortSignal;
}

/**
 * Follows the log from now on, until the signal aborts. While the log is out of reach, it hears nothing: a server looks at its
 * webhooks anew every few seconds too.
 */
export async function followChanges({ feed, onChange, signal }: ChangesOptions): Promise<void> {
  let seq: Seq = feed.seq;
  const isChange = ({ kind, model }: Event) => kind === "config.updated" && model === WEBHOOKS;
  const reached = feed.waiter(signal, { wants: isChange, passed: (last) => seq = last });
  while (!signal.aborted) {
    try {
      await reached(seq + 1);
      for (const event of await feed.read(seq + 1, PAGE)) {
        seq = event.seq;
        if (isChange(event)) onChange(event.instance ?? null);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof StorageError && error.code === "compacted") {
        seq = feed.seq;
        onChange(null);
      } else await reached(feed.seq + 1).catch(() => {});
    }
  }
}
