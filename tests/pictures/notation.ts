/**
 * The notation of pictures: a text with one line for each box, group and arrow.
 *
 * ```text
 * What talks to what
 *
 * columns 196 226 gap 176
 * rows 62 62 gap 22
 *
 * ours  host    1 1    fluxwire host | keeps drivers running
 * group drivers 2 1-2  Drivers
 * arrow host -> drivers  starts
 * ```
 *
 * The first line is the title. `columns` and `rows` are sizes in pixels, and the gaps between
 * them; one gap is for all. A box has an owner (`ours`, `yours` or `other`), a
 * name, columns and rows of the grid, and two lines of text. A `group` is a frame around its cells. An arrow
 * is `->`, `<->`, or dashed `-->`, and may have a label, and a `@` with the column or row in which it runs.
 *
 * @module
 */

/** The owner of a box, which gives its colour. */
export type Owner = "ours" | "yours" | "other";

/** The first and the last cell, from 0 on. */
export type Span = readonly [first: number, last: number];

/** A box or a group. */
export interface Box {
  /** Its name in the text. */
  name: string;
  /** Its owner, or that it is a group. */
  kind: Owner | "group";
  /** Its columns. */
  columns: Span;
  /** Its rows. */
  rows: Span;
  /** Its lines of text. */
  lines: readonly string[];
}

/** An arrow between two boxes. */
export interface Arrow {
  /** The name of the box where it begins. */
  from: string;
  /** The name of the box where it ends. */
  to: string;
  /** How it looks. */
  look: "->" | "<->" | "-->";
  /** The cell in which it runs, or null for the middle of what its boxes share. */
  at: number | null;
  /** Its label, above and below the line. */
  lines: readonly string[];
}

/** The sizes of cells, and of the gaps between them. */
export interface Axis {
  /** The size of each cell. */
  sizes: readonly number[];
  /** The gap after each cell but the last. */
  gaps: readonly number[];
}

/** A parsed picture. */
export interface Picture {
  /** Its title. */
  title: string;
  /** Its columns. */
  columns: Axis;
  /** Its rows. */
  rows: Axis;
  /** Its boxes and groups. */
  boxes: readonly Box[];
  /** Its arrows. */
  arrows: readonly Arrow[];
}

/**
 * Parses the text of a picture.
 *
 * @throws {SyntaxError} for a line outside the notation, and for an arrow between unknown boxes.
 */
export function parsePicture(text: string): Picture {
  const [title, ...lines] = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const boxes: Box[] = [], arrows: Arrow[] = [], axes = new Map<string, Axis>();
  for (const line of lines) {
    const [word] = line.split(" ");
    if (word === "columns" || word === "rows") axes.set(word, axisOf(line));
    else if (word === "arrow") arrows.push(arrowOf(line));
    else boxes.push(boxOf(line));
  }
  const [columns, rows] = [axes.get("columns"), axes.get("rows")];
  if (title === undefined || columns === undefined || rows === undefined) {
    throw new SyntaxError("Cannot read picture: it needs a title, columns and rows");
  }
  for (const name of arrows.flatMap(({ from, to }) => [from, to])) {
    if (!boxes.some((box) => box.name === name)) throw new SyntaxError(`Cannot read picture: no box is named ${name}`);
  }
  return { title, columns, rows, boxes, arrows };
}

function axisOf(line: string): Axis {
  const [sizes, gaps] = match(/^\w+ ([\d ]+) gap ([\d ]+)$/, line).slice(1).map((list) => list.split(" ").map(Number));
  const all = gaps!.length === 1 ? Array.from(sizes!.slice(1), () => gaps![0]!) : gaps!;
  if (all.length !== sizes!.length - 1) {
    throw new SyntaxError(`Cannot read picture: "${line}" has too many gaps, or too few`);
  }
  return { sizes: sizes!, gaps: all };
}

function boxOf(line: string): Box {
  const [, kind, name, columns, rows, text] = match(/^(ours|yours|other|group) +(\S+) +(\S+) +(\S+) +(.+)$/, line);
  return { name: name!, kind: kind as Box["kind"], columns: spanOf(columns!), rows: spanOf(rows!), lines: cut(text!) };
}

function arrowOf(line: string): Arrow {
  const [, from, look, to, at, text] = match(/^arrow (\S+) (<?-{1,2}>) (\S+)(?: @(\d+))?(?: +(.+))?$/, line);
  const lines = text === undefined ? [] : cut(text);
  return { from: from!, to: to!, look: look as Arrow["look"], at: at === undefined ? null : Number(at) - 1, lines };
}

function spanOf(text: string): Span {
  const [, first, last] = match(/^(\d+)(?:-(\d+))?$/, text);
  return [Number(first) - 1, Number(last ?? first) - 1];
}

function cut(text: string): string[] {
  return text.split("|").map((part) => part.trim());
}

function match(pattern: RegExp, line: string): RegExpExecArray {
  const found = pattern.exec(line);
  if (found === null) throw new SyntaxError(`Cannot read picture: "${line}" is not in its notation`);
  return found;
}
