/**
 * The head and the focused row of a grid as elements, for what reads pages aloud.
 *
 * @module
 */
import { type HeadColumn, LOOKS } from "../../worker/results/messages.ts";
import { type ComponentChildren, h } from "../preact.ts";
import type { DrawnCell } from "./blocks.ts";
import { rangeOf, type Selection } from "./selection.ts";

/** The most columns that are mirrored, around the focused one. */
const MAX_COLUMNS = 40;

/** What a {@link Mirror} takes. */
export interface MirrorProps {
  /** The columns. */
  readonly columns: readonly HeadColumn[];
  /** What is selected. */
  readonly selection: Selection;
  /** Gives a cell; null while it is on its way. */
  cell(row: number, column: number): DrawnCell | null;
  /** The prefix of ids. */
  readonly id: string;
}

/** A cell in words: NULL, an empty text and a text that reads like one of them are told apart. */
export function cellLabel({ text, look }: DrawnCell): string {
  const name = LOOKS[look];
  if (name === "null") return "NULL, no value";
  if (name === "empty") return "empty text";
  return name === "quoted" ? `the text ${text}` : text;
}

/** The elements, out of sight. */
export function Mirror({ columns, selection, cell, id }: MirrorProps): ComponentChildren {
  const { row, column } = selection.cursor, first = Math.max(0, Math.min(column - 20, columns.length - MAX_COLUMNS));
  const shown = columns.slice(first, first + MAX_COLUMNS), range = rangeOf(selection);
  const isRowSelected = row >= range.row && row < range.row + range.rows;
  return (
    <div class="hidden" role="rowgroup">
      <div role="row" aria-rowindex={1}>
        {shown.map(({ name, type, isKey }, at) => (
          <span key={first + at} role="columnheader" aria-colindex={first + at + 1}>
            {name} {type}
            {isKey && " key"}
          </span>
        ))}
      </div>
      <div role="row" aria-rowindex={row + 2}>
        {shown.map((_, at) => {
          const here = first + at, found = cell(row, here);
          return (
            <span
              key={here}
              id={`${id}-${here}`}
              role="gridcell"
              aria-colindex={here + 1}
              aria-selected={isRowSelected && here >= range.column && here < range.column + range.columns}
              aria-label={found === null ? "loading" : cellLabel(found)}
            >
              {found?.text}
            </span>
          );
        })}
      </div>
    </div>
  );
}
