/**
 * One frame: its fields, its bytes, its message, and how it differs from a pinned one.
 *
 * @module
 */
import type { FrameDetail } from "../../worker/messages.ts";
import { counted } from "../list/counted.ts";
import { shownLines } from "../../worker/shown_text.ts";
import { type ComponentChildren, h, useMemo } from "../preact.ts";
import type { Signal } from "../signals.ts";
import { Bytes } from "./bytes.tsx";
import { DiffView } from "./diff_view.tsx";
import { durationText } from "./duration.ts";
import { Fields } from "./fields.tsx";
import type { WorkerClient } from "./worker_client.ts";

/** The ways to look at a frame. */
export const VIEWS = ["Fields", "Bytes", "JSON", "Diff"] as const;

/** The most characters that are shown of a message. */
const MAX_JSON = 200_000;

/** One of {@link VIEWS}. */
export type View = typeof VIEWS[number];

/** What {@link Detail} takes. */
export interface DetailProps {
  /** The frame. */
  readonly frame: FrameDetail;
  /** Gives what is asked besides. */
  readonly frames: WorkerClient;
  /** How it is looked at. */
  readonly view: Signal<View>;
  /** The place of the marked field; null for none. */
  readonly marked: Signal<number | null>;
  /** Goes to another frame. */
  onGo(number: number): void;
}

/** The pane. */
export function Detail({ frame, frames, view, marked, onGo }: DetailProps): ComponentChildren {
  const { row, layout, pass, masked } = frame;
  const mark = (at: number): void => {
    marked.value = at;
  };
  return (
    <article class="detail" aria-label={`Frame ${row.number}`}>
      <h2>{row.what}{row.request !== null && ` #${row.request}`}</h2>
      <p class="facts">
        {counted(row.bytes, "byte")}, layout {layout ?? "not known yet"}, {pass ?? "not read"}
        <OtherHalf frame={frame} onGo={onGo} />
        {masked.length > 0 && `, ${counted(masked.length, "value")} masked`}
      </p>
      {frame.problem !== null && <p class="problem">{frame.problem}</p>}
      <div class="tabs" role="tablist">
        {VIEWS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={view.value === name}
            onClick={() => view.value = name}
          >
            {name}
          </button>
        ))}
      </div>
      {view.value === "Fields" && <Fields frame={frame} marked={marked.value} onMark={mark} />}
      {view.value === "JSON" && <Json envelope={frame.envelope} />}
      {view.value === "Diff" && <DiffView row={row} frames={frames} />}
      {(view.value === "Fields" || view.value === "Bytes") && (
        <Bytes frame={frame} marked={marked.value} onMark={mark} />
      )}
    </article>
  );
}

/** A message in exact JSON; of a long one its beginning. */
function Json({ envelope }: { envelope: unknown }): ComponentChildren {
  const text = useMemo(() => JSON.stringify(envelope, null, 2), [envelope]), more = text.length - MAX_JSON;
  return (
    <pre tabIndex={0}>
      {shownLines(text.slice(0, MAX_JSON))}
      {more > 0 && `\n… ${counted(more, "more character")}; c copies all`}
    </pre>
  );
}

/** The answer of a question, or the question of an answer, and the time between. */
function OtherHalf({ frame: { row }, onGo }: { frame: FrameDetail; onGo(number: number): void }): ComponentChildren {
  const { other, wait, silence, from } = row;
  if (silence !== null) return `, no answer, ${durationText(silence)}`;
  if (other === null) return null;
  const words = from === "host" ? `answered by ${other}` : `${durationText(wait ?? 0)} after ${other}`;
  return (
    <span>
      , <button type="button" class="link" onClick={() => onGo(other)}>{words}</button>
    </span>
  );
}
