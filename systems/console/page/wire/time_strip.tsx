/**
 * Frames and errors over time: a drag, or keys, narrow the list to a stretch.
 *
 * @module
 */
import type { Strip } from "../../worker/messages.ts";
import { type ComponentChildren, h, useLayoutEffect, useRef } from "../preact.ts";
import { note, place } from "../shell/place.ts";
import { useSignal } from "../signals.ts";
import { stretchOf, stretchText, withoutStretch, withStretch } from "./stretch.ts";
import type { WorkerClient } from "./worker_client.ts";

/** The most parts of the strip. */
const MAX_PARTS = 240;

/** What {@link TimeStrip} takes. */
export interface TimeStripProps {
  /** The frames. */
  readonly frames: WorkerClient;
  /** The filter's text, in which the stretch stands. */
  readonly filter: string;
}

/** The strip; nothing for less than two seconds. */
export function TimeStrip({ frames, filter }: TimeStripProps): ComponentChildren {
  const strip = useSignal<Strip | null>(null), isAsked = useRef(false), counts = frames.counts.value;
  const drag = useSignal<{ from: number; to: number } | null>(null);
  useLayoutEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    frames.strip(MAX_PARTS).then((found) => {
      isAsked.current = false;
      strip.value = found;
    });
  }, [counts, frames]);
  const { from, seconds, frames: sent, errors } = strip.value ?? { from: 0, seconds: 1, frames: [], errors: [] };
  const parts = sent.length;
  if (parts < 2) return null;
  const given = stretchOf(filter);
  const chosen = drag.value ?? (given === null ? null : {
    from: Math.max(0, Math.floor((given.from - from) / seconds)),
    to: Math.min(parts - 1, Math.ceil((given.to - from) / seconds) - 1),
  });
  const choose = (one: { from: number; to: number } | null): void => {
    const found = one === null ? null : {
      from: from + Math.min(one.from, one.to) * seconds,
      to: from + (Math.max(one.from, one.to) + 1) * seconds,
    };
    // The filter as it is now: it may have been typed since this was drawn.
    const filter = place.value.more["filter"] ?? "";
    note("filter", found === null ? withoutStretch(filter) : withStretch(filter, found));
  };
  const partAt = (event: PointerEvent): number => {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return Math.min(parts - 1, Math.max(0, Math.floor((event.clientX - left) / width * parts)));
  };
  const pressed = (event: KeyboardEvent): void => {
    const at = chosen ?? { from: -1, to: -1 }, by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const inside = (part: number): number => Math.min(parts - 1, Math.max(0, part));
    if (by !== undefined && event.shiftKey) choose({ from: inside(at.from), to: inside(at.to + by) });
    else if (by !== undefined) choose({ from: inside(at.from + by), to: inside(at.from + by) });
    else if (event.key === "Delete" || event.key === "Backspace") choose(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const most = Math.max(...sent, 1),
    words = chosen === null
      ? `all ${parts * seconds} s`
      : stretchText({ from: from + chosen.from * seconds, to: from + (chosen.to + 1) * seconds });
  return (
    <div
      class="strip"
      role="slider"
      tabIndex={0}
      aria-label="Time: arrows choose a part, with Shift a longer one, Delete shows all"
      aria-valuemin={0}
      aria-valuemax={parts - 1}
      aria-valuenow={chosen?.from ?? 0}
      aria-valuetext={words}
      onKeyDown={pressed}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.value = { from: partAt(event), to: partAt(event) };
      }}
      onPointerMove={(event) => {
        if (drag.value !== null) drag.value = { ...drag.value, to: partAt(event) };
      }}
      onPointerUp={() => {
        const dragged = drag.value;
        drag.value = null;
        if (dragged !== null) choose(dragged);
      }}
    >
      <svg viewBox={`0 0 ${parts} 100`} preserveAspectRatio="none" aria-hidden="true">
        {chosen !== null && (
          <rect
            class="chosen"
            x={Math.min(chosen.from, chosen.to)}
            width={Math.abs(chosen.to - chosen.from) + 1}
            y={0}
            height={100}
          />
        )}
        <path class="sent" d={barsOf(sent.map((count) => 80 * count / most), 100)} />
        <path class="errors" d={barsOf(errors.map((count) => count > 0 ? 16 : 0), 16)} />
      </svg>
      <span class="words">{words}{errors.some((count) => count > 0) && ", errors at the top"}</span>
    </div>
  );
}

/** Bars of these heights upon a base. */
function barsOf(heights: readonly number[], base: number): string {
  return heights.map((height, at) => height === 0 ? "" : `M${at} ${base}v${-Math.max(height, 4)}h.9V${base}z`).join("");
}
