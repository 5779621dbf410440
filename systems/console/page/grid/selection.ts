/**
 * Where the cursor of a grid is, and what is selected from its anchor to it.
 *
 * @module
 */
import type { CellPlace, CellRange } from "../../worker/results/messages.ts";

/** The size of a grid. */
export interface GridSize {
  /** How many rows there are. */
  readonly rows: number;
  /** How many columns. */
  readonly columns: number;
}

/** A cursor with its anchor. */
export interface Selection {
  /** The cell with the focus. */
  readonly cursor: CellPlace;
  /** The other corner of what is selected. */
  readonly anchor: CellPlace;
}

/** The first cell. */
export const START: Selection = { cursor: { row: 0, column: 0 }, anchor: { row: 0, column: 0 } };

/** How far a key moves the cursor: rows and columns; infinite to the edge. */
const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  "Ctrl+ArrowDown": [Infinity, 0],
  "Ctrl+ArrowUp": [-Infinity, 0],
  "Ctrl+ArrowRight": [0, Infinity],
  "Ctrl+ArrowLeft": [0, -Infinity],
  Home: [0, -Infinity],
  End: [0, Infinity],
  "Ctrl+Home": [-Infinity, -Infinity],
  "Ctrl+End": [Infinity, Infinity],
};

/**
 * The selection after a key.
 *
 * @param key As `KeyboardEvent.key` has it, with `Ctrl+` before it.
 * @param page How many rows are in sight.
 * @returns Null for a key that moves nothing.
 */
export function moved(
  { cursor, anchor }: Selection,
  { key, isShift, page }: { key: string; isShift: boolean; page: number },
  size: GridSize,
): Selection | null {
  if (key === "Ctrl+a") return allOf(size);
  const step = key === "PageDown" ? [page, 0] as const : key === "PageUp" ? [-page, 0] as const : STEPS[key];
  if (step === undefined) return null;
  return selected({ row: cursor.row + step[0], column: cursor.column + step[1] }, isShift ? anchor : null, size);
}

/** Every cell; the cursor stays in sight at the first one. */
function allOf(size: GridSize): Selection {
  return { ...START, anchor: selected({ row: Infinity, column: Infinity }, null, size).cursor };
}

/** The selection at a place, kept within the grid. */
export function selected(place: CellPlace, anchor: CellPlace | null, { rows, columns }: GridSize): Selection {
  const cursor = { row: within(place.row, rows), column: within(place.column, columns) };
  return { cursor, anchor: anchor ?? cursor };
}

/** The cells from the anchor to the cursor. */
export function rangeOf({ cursor, anchor }: Selection): CellRange {
  const row = Math.min(cursor.row, anchor.row), column = Math.min(cursor.column, anchor.column);
  return {
    row,
    rows: Math.abs(cursor.row - anchor.row) + 1,
    column,
    columns: Math.abs(cursor.column - anchor.column) + 1,
  };
}

function within(at: number, count: number): number {
  return Math.min(Math.max(at, 0), Math.max(count - 1, 0));
}
