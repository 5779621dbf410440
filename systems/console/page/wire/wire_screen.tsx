/**
 * Wire: every frame between a host and a driver, as a list, and the selected one byte by byte.
 *
 * @module
 */
import { type ComponentChildren, h, useEffect, useRef } from "../preact.ts";
import { VirtualList } from "../list/virtual_list.tsx";
import { bind } from "../shell/keys.ts";
import { note, place } from "../shell/place.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { useSignal } from "../signals.ts";
import type { FrameDetail, Row } from "../../worker/messages.ts";
import { Detail } from "./detail.tsx";
import { FrameRow } from "./frame_row.tsx";

/** The number of the frame that is selected now; 0 for none. */
function selectedNow(): number {
  return Number(place.value.more["frame"] ?? 0);
}

/** The screen. */
export function WireScreen({ source, session }: ScreenProps): ComponentChildren {
  const frames = session.frames(source.id), counts = frames.counts.value;
  const filter = place.value.more["filter"] ?? "", selected = selectedNow();
  const isFollowing = useSignal(selected === 0), at = useSignal<number | null>(null);
  const detail = useSignal<FrameDetail | null>(null);

  useEffect(() => frames.say({ do: "filter", text: filter }), [filter, frames]);
  useEffect(() => {
    if (selected === 0) return;
    frames.frame(selected).then((frame) => {
      if (selectedNow() === selected) detail.value = frame;
    });
  }, [selected, frames]);
  useEffect(() => {
    if (selected === 0) return;
    frames.place(selected).then((found) => {
      if (selectedNow() === selected) at.value = found;
    });
  }, [selected, filter, counts.dropped]);

  const select = (row: Row | undefined): void => {
    if (row === undefined) return;
    isFollowing.value = false;
    note("frame", String(row.number));
  };
  // One after the other, so that a key that is held down goes on from where the last one came to.
  const steps = useRef<Promise<void>>(Promise.resolve());
  const move = (by: number): void => {
    steps.current = steps.current.then(() => step(by));
  };
  const step = async (by: number): Promise<void> => {
    const { shown } = frames.counts.value, from = at.value === null ? (by > 0 ? -1 : shown) : at.value;
    const next = Math.min(Math.max(from + by, 0), shown - 1), [row] = await frames.rows(next, 1);
    select(row);
    at.value = next;
  };
  const failing = async (by: 1 | -1): Promise<void> => {
    const found = await frames.error((at.value ?? -1) + by, by);
    if (found === null) return;
    const [row] = await frames.rows(found, 1);
    at.value = found;
    select(row);
  };
  const other = async (): Promise<void> => {
    const number = detail.value?.row.other ?? null;
    if (number === null) return;
    const [frame, found] = await Promise.all([frames.frame(number), frames.place(number)]);
    at.value = found;
    select(frame?.row);
  };
  useEffect(() => {
    const bound = bind([
      { key: "ArrowDown", help: "The next frame", run: () => move(1) },
      { key: "ArrowUp", help: "The frame before", run: () => move(-1) },
      { key: "j", help: "The next frame", run: () => move(1) },
      { key: "k", help: "The frame before", run: () => move(-1) },
      { key: "PageDown", help: "20 frames on", run: () => move(20) },
      { key: "PageUp", help: "20 frames back", run: () => move(-20) },
      { key: "Home", help: "The first frame", run: () => move(-Infinity) },
      { key: "End", help: "Follow the newest frame", run: () => isFollowing.value = true },
      { key: "]", help: "The frame's answer, or its question", run: () => void other() },
      { key: "[", help: "The frame's answer, or its question", run: () => void other() },
      { key: "n", help: "The next error", run: () => void failing(1) },
      { key: "N", help: "The error before", run: () => void failing(-1) },
      { key: "/", help: "Filter", run: () => document.querySelector<HTMLInputElement>("#filter")?.focus() },
    ]);
    return () => bound[Symbol.dispose]();
  }, [source.id]);

  return (
    <section class="wire">
      <div class="bar">
        <label for="filter">Filter</label>
        <input
          id="filter"
          type="text"
          spellcheck={false}
          placeholder="type:Execute !error ms>5"
          value={filter}
          aria-invalid={counts.filterProblem !== null}
          aria-describedby="filter-problem"
          onInput={(event) => note("filter", event.currentTarget.value)}
        />
        <span id="filter-problem" class="problem" role="status">{counts.filterProblem}</span>
        <label>
          <input
            type="checkbox"
            checked={isFollowing.value}
            onInput={(event) => isFollowing.value = event.currentTarget.checked}
          />{" "}
          Follow
        </label>
        <span class="count">{counts.shown.toLocaleString("en")} of {counts.all.toLocaleString("en")}</span>
      </div>
      {counts.damage !== null && <p class="problem" role="alert">{counts.damage}</p>}
      <div class="panes">
        <VirtualList<Row>
          label="Frames"
          count={counts.shown}
          version={counts}
          shown={at.value}
          isFollowing={isFollowing.value}
          onFollow={(isOn) => isFollowing.value = isOn}
          active={at.value === null ? null : `row-${selected}`}
          load={(from, count) => frames.rows(from, count)}
          row={(row) => (
            <FrameRow
              key={row.number}
              row={row}
              selected={selected}
              pair={detail.value?.row.other ?? null}
              onSelect={select}
            />
          )}
        />
        {detail.value === null || selected === 0
          ? (
            <p class="empty">
              {counts.all === 0 ? "Nothing was said yet." : "Choose a frame to read it byte by byte."}
            </p>
          )
          : <Detail frame={detail.value} />}
      </div>
    </section>
  );
}
