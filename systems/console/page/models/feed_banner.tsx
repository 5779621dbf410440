/**
 * What stands above the screens of a model server that is away.
 *
 * @module
 */
import { type ComponentChildren, h } from "../preact.ts";
import type { Feed } from "./feed.ts";

/** The banner; nothing while the server sends its events. */
export function FeedBanner({ feed }: { feed: Feed }): ComponentChildren {
  const reason = feed.lost.value;
  if (reason === null) return null;
  return (
    <p class="banner" role="alert">
      The model server is away: {reason}. What is shown stays; the console goes on trying, and misses no event.
    </p>
  );
}
