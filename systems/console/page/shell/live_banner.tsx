/**
 * What stands above the screen when the page and its server are not together.
 *
 * @module
 */
import { type ComponentChildren, h } from "../preact.ts";
import type { Live } from "../server/live.ts";

/** The banner; nothing while all is well. */
export function LiveBanner({ live, build }: { live: Live; build: string }): ComponentChildren {
  const state = live.state.value, lost = live.lost.value;
  if (state === "ended" || state === "refused") {
    const why = state === "ended" ? "The console has ended." : "The console was started again.";
    return (
      <p class="banner" role="alert">
        {why} What is shown stays. For the new one, open the address that it prints.
      </p>
    );
  }
  if (lost !== null) {
    return (
      <p class="banner" role="alert">
        The connection is lost: {lost.reason}. What is shown stays; the next try is after {lost.pause / 1_000} s.{" "}
        <button type="button" onClick={() => live.retry()}>Try now</button>
      </p>
    );
  }
  if (live.build.value === null || live.build.value === build) return null;
  return (
    <p class="banner" role="alert">
      The console was updated: <button type="button" onClick={() => location.reload()}>Reload</button>
    </p>
  );
}
