/**
 * A row of the list of frames: one line of text.
 *
 * @module
 */
import { type ComponentChildren, h } from "../preact.ts";
import type { Row } from "../../worker/messages.ts";

/** What a row needs besides. */
export interface FrameRowProps {
  /** The row. */
  readonly row: Row;
  /** The number of the selected row. */
  readonly selected: number;
  /** The number of the selected row's question or answer. */
  readonly pair: number | null;
  /** The user has chosen it. */
  onSelect(row: Row): void;
}

const ARROWS = { host: "→", driver: "←" };

/** The row. */
export function FrameRow({ row, selected, pair, onSelect }: FrameRowProps): ComponentChildren {
  const isSelected = row.number === selected;
  const state = isSelected ? "selected" : row.number === pair ? "pair" : "";
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
      {row.kind !== "frame" && row.connection > 0 && `c${row.connection} `}
      <b>{row.what}</b>
      {row.request !== null && ` #${row.request}`} {row.note}
    </div>
  );
}

/** A number of bytes, in six characters. */
function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`.padStart(6);
  return (bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} K` : `${(bytes / 1_000_000).toFixed(1)} M`).padStart(6);
}
