/**
 * The line at the bottom.
 *
 * @module
 */
import { counted } from "../list/counted.ts";
import { type ComponentChildren, h } from "../preact.ts";
import type { Session } from "./session.ts";

/** What has come over the page's socket, and the version. */
export function StatusLine({ session, onKeys }: { session: Session; onKeys(): void }): ComponentChildren {
  const { live: { total }, about } = session, { lines, missed } = total.value;
  return (
    <footer>
      <button type="button" onClick={onKeys}>
        <kbd>?</kbd> Keys
      </button>
      <span class="status">
        {counted(lines, "line")} read
        {missed > 0 && `, ${missed.toLocaleString("en")} missed`}
      </span>
      <span>Fluxwire {about.version}</span>
    </footer>
  );
}
