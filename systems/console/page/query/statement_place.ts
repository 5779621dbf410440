/**
 * Where in a statement an error is, where the driver's message names a place.
 *
 * @module
 */

/** A place in a statement, from 1. */
export interface StatementPlace {
  /** The line. */
  readonly line: number;
  /** The column; null if the message names none. */
  readonly column: number | null;
}

/** The place that a message names, as `line 2, column 5`, `LINE 2:`, `2:5` after "at", `position 17`, or `offset 16`. */
export function placeOf(message: string, statement: string): StatementPlace | null {
  const lined = /\bline[ :]+(\d+)(?:(?:[,:]|,? ?at)? ?(?:column|col|char(?:acter)?)[ :]+(\d+))?/i.exec(message) ??
    /\bat (\d+):(\d+)/.exec(message);
  if (lined !== null) {
    const line = Number(lined[1]), column = lined[2] === undefined ? null : Number(lined[2]);
    return line >= 1 && line <= statement.split("\n").length ? { line, column } : null;
  }
  const placed = /\b(position|offset|at)[ :]+(\d+)\b/i.exec(message);
  if (placed === null) return null;
  // Databases count positions from 1; an offset is from 0.
  const offset = Number(placed[2]) + (placed[1]!.toLowerCase() === "position" ? 0 : 1);
  if (offset < 1 || offset > statement.length + 1) return null;
  const before = statement.slice(0, offset - 1).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** A place in words. */
export function placeText({ line, column }: StatementPlace): string {
  return column === null ? `line ${line}` : `line ${line}, column ${column}`;
}
