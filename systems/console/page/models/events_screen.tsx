/**
 * Events: every change of a model server as it comes, and the chosen one's payload.
 *
 * @module
 */
import type { EventLine } from "@fluxwire/console/api";
import { counted } from "../list/counted.ts";
import { VirtualList } from "../list/virtual_list.tsx";
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { bind } from "../shell/keys.ts";
import { go } from "../shell/place.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { useSignal } from "../signals.ts";
import { FeedBanner } from "./feed_banner.tsx";
import { feedOf } from "./feed.ts";

/** The screen. */
export function EventsScreen({ source, session }: ScreenProps): ComponentChildren {
  const feed = feedOf(session, source.id), version = feed.version.value;
  const isFollowing = useSignal(true), filter = useSignal(""), chosen = useSignal<EventLine | number | null>(null);
  const words = filter.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const shown = feed.lines.filter((line) => words.every((word) => textOf(line).toLowerCase().includes(word)));
  const at = chosen.value === null ? -1 : shown.indexOf(chosen.value);
  const move = (by: number): void => {
    isFollowing.value = false;
    chosen.value = shown[Math.min(Math.max(at + by, 0), shown.length - 1)] ?? null;
  };
  useLayoutEffect(() => {
    const bound = bind([
      { key: "ArrowDown", help: "The next event", run: () => move(1) },
      { key: "ArrowUp", help: "The event before", run: () => move(-1) },
      { key: "End", help: "Follow the newest event", run: () => isFollowing.value = true },
    ]);
    return () => bound[Symbol.dispose]();
  }, [version, at, filter.value]);
  const row = (line: EventLine | number, place: number): ComponentChildren => (
    <div
      key={place}
      id={`event-${place}`}
      class={`row ${typeof line === "object" && "event" in line ? "" : "gap"} ${
        line === chosen.value ? "selected" : ""
      }`}
      role="option"
      aria-selected={line === chosen.value}
      onClick={() => {
        isFollowing.value = false;
        chosen.value = line;
      }}
    >
      {textOf(line)}
    </div>
  );
  const event = chosen.value !== null && typeof chosen.value === "object" && "event" in chosen.value
    ? chosen.value.event
    : null;
  return (
    <section class="model-events">
      <FeedBanner feed={feed} />
      <div class="bar">
        <label for="filter">Filter</label>
        <input
          id="filter"
          type="text"
          spellcheck={false}
          placeholder="post updated"
          value={filter.value}
          onInput={(typed) => filter.value = typed.currentTarget.value}
        />
        <label>
          <input
            type="checkbox"
            checked={isFollowing.value}
            onInput={(typed) => isFollowing.value = typed.currentTarget.checked}
          />{" "}
          Follow
        </label>
        <span class="count">{shown.length.toLocaleString("en")} of {feed.lines.length.toLocaleString("en")}</span>
      </div>
      {shown.length === 0 && <p class="empty">No event yet.</p>}
      <VirtualList<EventLine | number>
        label="Events"
        count={shown.length}
        version={`${version} ${filter.value}`}
        load={(from, count) => Promise.resolve(shown.slice(from, from + count))}
        row={row}
        shown={at === -1 ? null : at}
        isFollowing={isFollowing.value}
        onFollow={(isOn) => isFollowing.value = isOn}
        id={(_, place) => `event-${place}`}
      />
      {event !== null && (
        <article class="model-event" aria-label={`Event ${event.seq}`}>
          <h2>{event.kind} {event.seq}</h2>
          <p class="note">
            {event.at}, by {event.actor}
            {event.cause !== null && `, through the hook ${event.cause}`}
          </p>
          {event.instance !== null && event.kind.startsWith("instance.") && (
            <button
              type="button"
              onClick={() => go({ screen: "models", more: { model: event.model, instance: event.instance! } })}
            >
              Open {event.model} {event.instance}
            </button>
          )}
          <pre tabIndex={0} aria-label="Payload">{event.text === "" ? "no payload" : event.text}</pre>
        </article>
      )}
    </section>
  );
}

/** A line of the list. */
function textOf(line: EventLine | number): string {
  if (typeof line === "number") return `── not kept: ${counted(line, "line")} ──`;
  if ("event" in line) {
    const { seq, at, kind, model, instance, actor, cause } = line.event;
    const what = `${model}${instance === null ? "" : ` ${instance}`}`;
    return `${String(seq).padStart(7)}  ${at}  ${kind.padEnd(17)} ${what}  ${actor}${
      cause === null ? "" : ` (${cause})`
    }`;
  }
  const words = { live: "● live", reconnecting: "◐ reconnecting", gap: "── " };
  return `         ${line.at}  ${words[line.state]}${line.reason === "" ? "" : ` ${line.reason}`}`;
}
