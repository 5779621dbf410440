/**
 * The positions of a picture's boxes and arrows.
 *
 * @module
 */
import type { Arrow, Axis, Box, Picture, Span } from "./notation.ts";

/** A rectangle, in pixels. */
export interface Rectangle {
  /** Its left edge. */
  x: number;
  /** Its upper edge. */
  y: number;
  /** Its width. */
  width: number;
  /** Its height. */
  height: number;
}

/** A line from one point to another. */
export interface Line {
  /** Whether it runs from left to right or back, or up and down. */
  direction: "horizontal" | "vertical";
  /** Where it begins. */
  from: readonly [x: number, y: number];
  /** Where it ends. */
  to: readonly [x: number, y: number];
}

/** The space between a group and its cells, and above them for its title. */
const GROUP_MARGIN = 16, GROUP_TITLE = 26;

/** The space between an arrow's end and the box. */
const TIP = 3;

/** The rectangle of a box or group. */
export function rectangleOf(picture: Picture, { kind, columns, rows }: Box): Rectangle {
  const [x, right] = extent(picture.columns, columns), [y, bottom] = extent(picture.rows, rows);
  if (kind !== "group") return { x, y, width: right - x, height: bottom - y };
  return {
    x: x - GROUP_MARGIN,
    y: y - GROUP_MARGIN - GROUP_TITLE,
    width: right - x + 2 * GROUP_MARGIN,
    height: bottom - y + 2 * GROUP_MARGIN + GROUP_TITLE,
  };
}

/**
 * The line of an arrow: straight, through what its two boxes share of the grid.
 *
 * @throws {RangeError} if they share neither a column nor a row.
 */
export function lineOf(picture: Picture, { from, to, at }: Arrow): Line {
  const [a, b] = [from, to].map((name) => picture.boxes.find((box) => box.name === name)!) as [Box, Box];
  const [start, end] = [rectangleOf(picture, a), rectangleOf(picture, b)];
  const rows = shared(a.rows, b.rows), columns = shared(a.columns, b.columns);
  if (rows !== null) {
    const y = middle(picture.rows, at === null ? rows : [at, at]);
    const [x1, x2] = between([start.x, start.x + start.width], [end.x, end.x + end.width]);
    return { direction: "horizontal", from: [x1, y], to: [x2, y] };
  }
  if (columns === null) throw new RangeError(`Cannot draw arrow ${from} to ${to}: they share no column and no row`);
  const x = middle(picture.columns, at === null ? columns : [at, at]);
  const [y1, y2] = between([start.y, start.y + start.height], [end.y, end.y + end.height]);
  return { direction: "vertical", from: [x, y1], to: [x, y2] };
}

/** The rectangle around the whole picture. */
export function boundsOf(picture: Picture): Rectangle {
  const all = picture.boxes.map((box) => rectangleOf(picture, box));
  const x = Math.min(...all.map((one) => one.x)), y = Math.min(...all.map((one) => one.y));
  const right = Math.max(...all.map((one) => one.x + one.width));
  const bottom = Math.max(...all.map((one) => one.y + one.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The beginning and end of a span of cells. */
function extent({ sizes, gaps }: Axis, [first, last]: Span): [number, number] {
  if (last >= sizes.length || first > last) throw new RangeError(`Cannot draw cells ${first + 1} to ${last + 1}`);
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size, j) => sum + size + gaps[j]!, 0));
  return [starts[first]!, starts[last]! + sizes[last]!];
}

function middle(axis: Axis, span: Span): number {
  const [start, end] = extent(axis, span);
  return (start + end) / 2;
}

function shared([a, b]: Span, [c, d]: Span): Span | null {
  const [first, last] = [Math.max(a, c), Math.min(b, d)];
  return first > last ? null : [first, last];
}

/** The ends of a line between two intervals, in the direction from the first one to the second. */
function between([a, b]: readonly [number, number], [c, d]: readonly [number, number]): [number, number] {
  return b <= c ? [b + TIP, c - TIP] : [a - TIP, d + TIP];
}
