/**
 * The filter, and how the list is shown.
 *
 * @module
 */
import type { Counts } from "../../worker/messages.ts";
import { type ComponentChildren, h } from "../preact.ts";
import { note } from "../shell/place.ts";
import type { Signal } from "../signals.ts";

/** What {@link FilterBar} takes. */
export interface FilterBarProps {
  /** The filter's text. */
  readonly filter: string;
  /** How much there is. */
  readonly counts: Counts;
  /** Whether the newest frame stays in sight. */
  readonly isFollowing: Signal<boolean>;
  /** Whether pings that follow each other are one row. */
  readonly isFolded: Signal<boolean>;
  /** Whether the list stands still. */
  readonly isPaused: Signal<boolean>;
}

/** The bar. */
export function FilterBar({ filter, counts, isFollowing, isFolded, isPaused }: FilterBarProps): ComponentChildren {
  const box = (label: string, is: Signal<boolean>): ComponentChildren => (
    <label>
      <input type="checkbox" checked={is.value} onInput={(event) => is.value = event.currentTarget.checked} /> {label}
    </label>
  );
  return (
    <div class="bar">
      <label for="filter">Filter</label>
      <input
        id="filter"
        type="text"
        spellcheck={false}
        placeholder="type:Execute !error wait>5"
        value={filter}
        aria-invalid={counts.filterProblem !== null}
        aria-describedby="filter-problem"
        onInput={(event) => note("filter", event.currentTarget.value)}
      />
      <span id="filter-problem" class="problem" role="status">{counts.filterProblem}</span>
      {box("Fold pings", isFolded)}
      {box("Follow", isFollowing)}
      {box("Pause", isPaused)}
      <span class="count">{counts.shown.toLocaleString("en")} of {counts.all.toLocaleString("en")}</span>
    </div>
  );
}
