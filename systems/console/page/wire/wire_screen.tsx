/**
 * Wire: every frame between a host and a driver, as a list, and the selected one byte by byte.
 *
 * @module
 */
import { type ComponentChildren, h, useLayoutEffect, useMemo, useRef } from "../preact.ts";
import { isOpened } from "../files/opened_files.ts";
import { VirtualList } from "../list/virtual_list.tsx";
import { bind } from "../shell/keys.ts";
import { place } from "../shell/place.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { useSignal } from "../signals.ts";
import type { SourceInfo } from "@fluxwire/console/api";
import type { ListRow } from "../../worker/messages.ts";
import { CopyMenu } from "./copy_menu.tsx";
import { Detail, type View } from "./detail.tsx";
import { FilterBar } from "./filter_bar.tsx";
import { FirstUse, useFirstUse } from "./first_use.tsx";
import { FrameRow } from "./frame_row.tsx";
import { Opening } from "./opening.tsx";
import { Pins } from "./pins.tsx";
import { useKeptFilter } from "./kept_filter.ts";
import { usePause } from "./pause.ts";
import { useSelection } from "./selection.ts";
import { SendAgain } from "./send_again.tsx";
import { StatusLine } from "./status_line.tsx";
import { TimeStrip } from "./time_strip.tsx";
import { wireKeys, type WireState } from "./wire_keys.ts";

/** The screen; of a part of the source, such as a host's service, if it is named. */
export function WireScreen(
  { source, session, part = null }: ScreenProps & { readonly part?: string | null },
): ComponentChildren {
  const frames = session.frames(source.id, part), isFolded = useSignal(true);
  const filter = place.value.more["filter"] ?? "";
  const { counts, isPaused } = usePause(frames.counts.value, filter, isFolded.value);
  useLayoutEffect(() => frames.say({ do: "filter", text: filter, isFolded: isFolded.value }), [
    filter,
    isFolded.value,
    frames,
  ]);
  useKeptFilter(part === null && !isOpened(source.id) ? source.id : null, filter);
  const selection = useSelection(frames, filter, isFolded.value), { number, at, isFollowing } = selection;
  const isFirst = useFirstUse(source, frames, selection);
  const view = useSignal<View>("Fields"), marked = useSignal<number | null>(null);
  const said = useSignal<string | null>(null), isCopying = useSignal(false), isSending = useSignal(false);
  const whyNoSending = whyNot(source, session.about.isView);
  const state: WireState = {
    frames,
    selection,
    view,
    marked,
    said,
    isCopying,
    isSending,
    whyNoSending,
    isPaused,
  };
  // Keys act on what is shown when they are pressed, not when they were bound.
  const now = useRef(state);
  now.current = state;
  const element = useRef<HTMLElement>(null);
  // Keys in the list of another part, such as services or checks, are meant for that.
  const isHere = (): boolean => {
    const list = document.activeElement?.closest("[role=listbox]") ?? null;
    return list === null || element.current?.contains(list) === true;
  };
  useLayoutEffect(() => {
    const keys = wireKeys(state).map((binding, index) => ({
      ...binding,
      when: () => isHere() && (binding.when?.() ?? true),
      run: () => {
        now.current.said.value = null;
        wireKeys(now.current)[index]!.run();
      },
    }));
    const bound = bind(keys);
    return () => bound[Symbol.dispose]();
  }, [source.id]);
  useLayoutEffect(() => {
    marked.value = null;
    isCopying.value = false;
    isSending.value = false;
  }, [number]);
  const frame = number === 0 ? null : selection.detail.value,
    pins = new Set(frames.pins.value.map((pin) => pin.number));
  // What is drawn of a frame changes with the frame, not with each batch that comes.
  const detail = useMemo(() => {
    return frame !== null && <Detail frame={frame} frames={frames} view={view} marked={marked} onGo={selection.go} />;
  }, [frame, frames]);
  const done = (words: string | null): void => {
    isCopying.value = false;
    isSending.value = false;
    said.value = words;
    document.querySelector<HTMLElement>(".wire .list")?.focus();
  };
  const sent = (words: string | null): void => {
    done(words);
    if (words !== null) isFollowing.value = true;
  };
  return (
    <section class="wire" ref={element}>
      <FilterBar filter={filter} counts={counts} isFollowing={isFollowing} isFolded={isFolded} isPaused={isPaused} />
      <TimeStrip frames={frames} filter={filter} />
      <div class="notes" role="status">
        {isFirst.value && number !== 0 && <FirstUse />}
        <Opening title={source.title} file={counts.file} />
        {frames.note.value !== null && (
          <p class="problem">
            {frames.note.value}. {frames.hasEnded.value && part !== null && (
              <button
                type="button"
                onClick={() => session.readAgain(source.id, part)}
              >
                Follow it again
              </button>
            )}
          </p>
        )}
        {counts.damage !== null && <p class="problem">{counts.damage}</p>}
        {said.value !== null && <p class="said">{said.value}</p>}
      </div>
      <div class="panes">
        <VirtualList<ListRow>
          label="Frames"
          count={counts.places}
          version={counts}
          shown={at.value}
          isFollowing={isFollowing.value}
          onFollow={(isOn) => isFollowing.value = isOn}
          id={(row) => `row-${row.number}`}
          load={(from, count) => frames.rows(from, count)}
          row={(row) => (
            <FrameRow
              key={row.number}
              row={row}
              selected={number}
              pair={frame?.row.other ?? null}
              isPinned={pins.has(row.number)}
              onSelect={(row) => selection.go(row.number)}
            />
          )}
        />
        {frame === null
          ? (
            <p class="empty">
              {counts.all === 0 ? emptyText(source) : "Choose a frame to read it byte by byte."}
            </p>
          )
          : isSending.value && frame.question !== null
          ? (
            <SendAgain
              session={session}
              source={source.id}
              envelope={frame.question.envelope}
              layout={frame.question.layout}
              onDone={sent}
            />
          )
          : detail}
        {frame !== null && isCopying.value && <CopyMenu frame={frame} onDone={done} />}
      </div>
      <div class="below">
        <Pins frames={frames} onGo={selection.go} />
        <StatusLine counts={counts} />
      </div>
    </section>
  );
}

/** Why no request can be sent; otherwise null. */
function whyNot({ kind }: SourceInfo, isView: boolean): string | null {
  if (kind !== "driver") return "There is no driver here to send it to";
  return isView ? "This console only looks" : null;
}

/** What stands where no frame was sent yet. */
function emptyText({ kind, title }: SourceInfo): string {
  if (kind === "recordings") return "This recording has no frames.";
  if (kind === "driver") return "Nothing was said yet. Fill in its form: 2 Connect, or ask it something: 3 Query.";
  return `Nothing was said yet. Let a host connect to ${title}.`;
}
