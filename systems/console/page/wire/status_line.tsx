/**
 * What the page keeps of the frames, and in which form.
 *
 * @module
 */
import type { Counts } from "../../worker/messages.ts";
import { counted } from "../list/counted.ts";
import { type ComponentChildren, h } from "../preact.ts";

/** The line below the list. */
export function StatusLine({ counts }: { counts: Counts }): ComponentChildren {
  const { all, characters, dropped, missed, layout, isMasked, file } = counts;
  const parts = [
    counted(all, "row"),
    file === null && sizeText(characters),
    dropped > 0 && `${dropped.toLocaleString("en")} older ones dropped`,
    missed > 0 && `${missed.toLocaleString("en")} not received`,
    isMasked !== null && (isMasked ? "masked" : "not masked"),
    layout !== null && `layout ${layout}`,
  ];
  return <p class="status">{parts.filter((part) => part !== false).join(" · ")}</p>;
}

/** How much is kept, such as `12 KB` and `3 MB`. */
function sizeText(characters: number): string {
  const kilo = Math.ceil(characters / 1024);
  return kilo < 1024 ? `${kilo} KB` : `${Math.round(kilo / 1024)} MB`;
}
