/**
 * A row of the list of frames: one line of text.
 *
 * @module
 */
import type { ListRow } from "../../worker/messages.ts";
import { type ComponentChildren, h } from "../preact.ts";
import { durationText } from "./duration.ts";

/** What a row needs besides. */
export interface FrameRowProps {
  /** The row. */
  readonly row: ListRow;
  /** The number of the selected row. */
  readonly selected: number;
  /** The number of the selected row's question or answer. */
  readonly pair: number | null;
  /** Whether it is pinned. */
  readonly isPinned: boolean;
  /** The user has chosen it. */
  onSelect(row: ListRow): void;
}

const ARROWS = { host: "→", driver: "←" };
/** A question without an answer for longer than this is marked, in milliseconds. */
const LONG_SILENCE = 1_000;

/** The row. */
export function FrameRow({ row, selected, pair, isPinned, onSelect }: FrameRowProps): ComponentChildren {
  const has = (number: number): boolean => number >= row.number && number <= row.last;
  const isSelected = has(selected), state = isSelected ? "selected" : pair !== null && has(pair) ? "pair" : "";
  return (
    <div
      id={`row-${row.number}`}
      class={`row ${row.kind} ${row.isError ? "failed" : ""} ${state}`}
      role="option"
      aria-selected={isSelected}
      onMouseDown={() => onSelect(row)}
    >
      <span class="number">{String(row.number).padStart(7)}</span>{"  "}
      <span class="time">{(row.ms / 1_000).toFixed(3).padStart(9)}</span>{"  "}
      {row.kind === "frame" && `c${row.connection} ${ARROWS[row.from!]} ${row.from!.padEnd(6)} ${sizeOf(row.bytes)}  `}
      {row.kind === "connect" && `c${row.connection} `}
      {row.kind === "close" && `c${row.connection} `}
      {row.kind === "gap" && "── "}
      <b>{row.what}</b>
      {row.request !== null && row.times === 1 && ` #${row.request}`}
      {row.times > 1 && ` ×${row.times.toLocaleString("en")}`}
      {row.wait !== null && <span class="time">{` ${durationText(row.wait)}`}</span>}
      {row.note !== "" && (row.kind === "gap" ? `; ${row.note} ──` : ` ${row.note}`)}
      {row.silence !== null && row.silence > LONG_SILENCE && (
        <span class="silent">{` no answer, ${durationText(row.silence)}`}</span>
      )}
      {isPinned && " ⟂pin"}
    </div>
  );
}

/** A number of bytes, in six characters. */
function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`.padStart(6);
  return (bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} K` : `${(bytes / 1_000_000).toFixed(1)} M`).padStart(6);
}
